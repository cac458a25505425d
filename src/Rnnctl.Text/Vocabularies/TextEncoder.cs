using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Between lines of text and the ids of a sequence model: blanks divide a line into words, the vocabulary's normaliser is applied to each, and
/// where there are subwords each is segmented. A symbol of the text that reads as one of the frame (<c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>) is
/// unknown, so that a text can't end a sequence. Not for several threads at once.
/// </summary>
public sealed class TextEncoder
{
    private readonly List<string> _segments = [];

    /// <summary>An encoder of words, or of their segments.</summary>
    /// <param name="vocabulary">One that frames sequences.</param>
    /// <param name="subwords">How words are segmented; null for whole words.</param>
    /// <exception cref="ArgumentException">The vocabulary does not begin with the frame's symbols.</exception>
    public TextEncoder(Vocabulary vocabulary, BytePairEncoding? subwords)
    {
        if (!vocabulary.FramesSequences)
        {
            const string First = $"{Vocabulary.Unknown}, {Vocabulary.Begin}, {Vocabulary.End}";
            throw new ArgumentException($"expected a vocabulary that begins with {First}", nameof(vocabulary));
        }

        Vocabulary = vocabulary;
        Subwords = subwords;
    }

    /// <summary>The symbols and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How words are segmented, or null for whole words.</summary>
    public BytePairEncoding? Subwords { get; }

    /// <summary>The id of a symbol that the vocabulary has not.</summary>
    public int UnknownId => Vocabulary.UnknownId;

    /// <summary>The id before a framed sequence.</summary>
    public int BeginId { get; } = Vocabulary.BeginId;

    /// <summary>The id behind a framed sequence.</summary>
    public int EndId { get; } = Vocabulary.EndId;

    /// <summary>Adds the ids of a line's symbols to those that are there, without a frame.</summary>
    public void Encode(ReadOnlySpan<char> line, ICollection<int> ids)
    {
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (Subwords is null)
            {
                ids.Add(IdOf(word));
                continue;
            }

            foreach (string segment in SegmentsOf(word, Subwords))
            {
                ids.Add(IdOf(segment));
            }
        }
    }

    /// <summary>The words or segments of a line, one for each of its ids, as they are written in the line: not normalised.</summary>
    public IReadOnlyList<string> Symbols(ReadOnlySpan<char> line)
    {
        List<string> symbols = [];
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (Subwords is null) symbols.Add(word.ToString());
            else AddSegments(word, SegmentsOf(word, Subwords), symbols);
        }

        return symbols;
    }

    /// <summary>The words of a line as they are written, in the order of its ids.</summary>
    public IReadOnlyList<SegmentedWord> Words(ReadOnlySpan<char> line)
    {
        List<SegmentedWord> words = [];
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            words.Add(new SegmentedWord(word.ToString(), Subwords is null ? 1 : SegmentsOf(word, Subwords).Count));
        }

        return words;
    }

    /// <summary>The words that symbols make, in their order: with blanks between them they are the symbols' text.</summary>
    public IReadOnlyList<SegmentedWord> Words(IReadOnlyList<string> symbols)
    {
        List<SegmentedWord> words = [];
        int start = 0;
        for (int end = 1; end <= symbols.Count; end++)
        {
            if (end < symbols.Count && Subwords is not null && symbols[end - 1].EndsWith(BytePairEncoding.Continuation, StringComparison.Ordinal)) continue;
            words.Add(new SegmentedWord(Decode(symbols.Skip(start).Take(end - start)), end - start));
            start = end;
        }

        return words;
    }

    /// <summary>The text of ids: their symbols joined by blanks, segments put together, the frame's symbols left out.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        List<string> symbols = new(ids.Length);
        foreach (int id in ids)
        {
            if (id != BeginId && id != EndId)
            {
                symbols.Add(Vocabulary[id]);
            }
        }

        return Decode(symbols);
    }

    /// <summary>The text of symbols, all of which belong to it: joined by blanks, segments put together.</summary>
    public string Decode(IEnumerable<string> symbols) => Subwords is null ? string.Join(' ', symbols) : BytePairEncoding.Join(symbols);

    private int IdOf(ReadOnlySpan<char> symbol)
    {
        int id = Vocabulary.Find(symbol);
        return id == BeginId || id == EndId ? UnknownId : id;
    }

    private List<string> SegmentsOf(ReadOnlySpan<char> word, BytePairEncoding subwords)
    {
        Span<char> buffer = word.Length <= 256 ? stackalloc char[256] : new char[word.Length];
        _segments.Clear();
        subwords.Segment(Vocabulary.Normalizer.Apply(word, buffer), _segments);
        return _segments;
    }

    // Normalising keeps the length of a word, so that the segments divide the written word at the same places.
    private static void AddSegments(ReadOnlySpan<char> word, List<string> segments, List<string> symbols)
    {
        foreach (string segment in segments.SkipLast(1))
        {
            int length = segment.Length - BytePairEncoding.Continuation.Length;
            symbols.Add(string.Concat(word[..length], BytePairEncoding.Continuation));
            word = word[length..];
        }

        symbols.Add(word.ToString());
    }
}
