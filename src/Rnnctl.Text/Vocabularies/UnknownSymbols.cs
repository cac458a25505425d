using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Vocabularies;

/// <summary>Counts the symbols of a text, and those that a vocabulary does not have. A known word costs no memory.</summary>
public sealed class UnknownSymbols
{
    // An endless input has endless words; the common ones come early.
    private const int MostWords = 1 << 14;

    private readonly SymbolCounts _words = new();
    private readonly List<int> _ids = [];

    /// <summary>Counts with the encoder of a sequence model.</summary>
    public UnknownSymbols(TextEncoder encoder)
        : this(encoder.Vocabulary) => Encoder = encoder;

    /// <summary>Counts whole words.</summary>
    public UnknownSymbols(Vocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How words become symbols; null for whole words of a vocabulary without a frame.</summary>
    public TextEncoder? Encoder { get; }

    /// <summary>Whether a symbol is a whole word, not a segment or a character.</summary>
    public bool ReadsWholeWords => Encoder is null or { Subwords: null, Unit: TextUnit.Words };

    /// <summary>The number of symbols.</summary>
    public long Symbols { get; private set; }

    /// <summary>The number of symbols that the vocabulary does not have.</summary>
    public long Unknown { get; private set; }

    /// <summary>The number of words that read as the begin or the end symbol; they are unknown, so that a text cannot end a sequence.</summary>
    public long FrameWords { get; private set; }

    /// <summary>The share of unknown symbols, from 0 to 1.</summary>
    public double Share => Symbols == 0 ? 0 : Unknown / (double)Symbols;

    /// <summary>The words with an unknown symbol, as they are written, with their counts; of an endless text those that came first.</summary>
    public IEnumerable<(string Word, long Count)> Words => _words.Entries;

    /// <summary>Counts the tokens of a corpus.</summary>
    public static UnknownSymbols Of(LabelledCorpus corpus, Vocabulary vocabulary)
    {
        SymbolCounts tokens = new();
        tokens.Add(corpus.TokenSymbols, corpus.CountTokenSymbols());
        var counts = new UnknownSymbols(vocabulary);
        counts.AddWords(tokens);
        return counts;
    }

    /// <summary>The words that occur most often among the unknown ones, the most frequent first.</summary>
    public IEnumerable<(string Word, long Count)> Commonest(int count) => Words.OrderByDescending(word => word.Count).Take(count);

    /// <summary>Encodes a line in place of a list's ids, without begin and end symbols, and counts its symbols.</summary>
    /// <param name="line">The line.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <exception cref="InvalidOperationException">It counts whole words, without an encoder.</exception>
    public void Encode(ReadOnlySpan<char> line, List<int> ids)
    {
        TextEncoder encoder = Encoder ?? throw new InvalidOperationException("Lines are encoded by an encoder.");
        ids.Clear();
        encoder.Encode(line, ids);
        if (!ids.Contains(Vocabulary.UnknownId))
        {
            Symbols += ids.Count;
            return;
        }

        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line)) AddWord(word);
    }

    /// <summary>Counts whole words.</summary>
    /// <exception cref="InvalidOperationException">A symbol is a part of a word.</exception>
    public void AddWords(SymbolCounts words)
    {
        if (!ReadsWholeWords) throw new InvalidOperationException("Whole words are counted by their vocabulary.");
        foreach ((string word, long count) in words.Entries) Add(word, count, Knows(word) ? 0 : count);
    }

    /// <summary>Adds the counts of a text that follows.</summary>
    public void Add(UnknownSymbols next)
    {
        Symbols += next.Symbols;
        Unknown += next.Unknown;
        FrameWords += next.FrameWords;
        foreach ((string word, long count) in next.Words) AddUnknown(word, count);
    }

    /// <summary>Counts a word, which the encoder encodes.</summary>
    public void AddWord(ReadOnlySpan<char> word)
    {
        _ids.Clear();
        Encode(word);
        Add(word, _ids.Count, _ids.Count(id => id == Vocabulary.UnknownId));
    }

    /// <summary>Counts a word or several equal ones.</summary>
    /// <param name="word">The word as it is written.</param>
    /// <param name="symbols">The number of its symbols.</param>
    /// <param name="unknown">How many of them are unknown; 0 for a known word.</param>
    public void Add(ReadOnlySpan<char> word, long symbols, long unknown)
    {
        Symbols += symbols;
        if (unknown == 0) return;
        Unknown += unknown;
        long words = ReadsWholeWords ? unknown : 1;
        if (word is Vocabulary.Begin or Vocabulary.End) FrameWords += words;
        AddUnknown(word, words);
    }

    /// <summary>Whether each symbol of a word is known.</summary>
    public bool Knows(ReadOnlySpan<char> word)
    {
        _ids.Clear();
        Encode(word);
        return !_ids.Contains(Vocabulary.UnknownId);
    }

    private void AddUnknown(ReadOnlySpan<char> word, long count)
    {
        if (_words.Count < MostWords || _words.Has(word)) _words.Add(word, count);
    }

    private void Encode(ReadOnlySpan<char> word)
    {
        if (Encoder is null) _ids.Add(Vocabulary.Find(word));
        else Encoder.EncodeWord(word, _ids);
    }
}
