using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Converts lines of text to the ids of a sequence model and back. Blanks separate words; each word is normalised and, with subwords,
/// segmented. A word of the text that equals a frame symbol (<c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>) becomes unknown, so that a text cannot end
/// a sequence. Not thread-safe.
/// </summary>
public sealed class TextEncoder
{
    private readonly List<string> _segments = [];

    /// <summary>Creates an encoder of words or of their segments.</summary>
    /// <param name="vocabulary">A vocabulary that frames sequences.</param>
    /// <param name="subwords">How words are segmented; null for whole words.</param>
    /// <exception cref="ArgumentException">The vocabulary does not start with the frame's symbols.</exception>
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

    /// <summary>The id of symbols that are not in the vocabulary.</summary>
    public int UnknownId => Vocabulary.UnknownId;

    /// <summary>The id of the begin symbol.</summary>
    public int BeginId { get; } = Vocabulary.BeginId;

    /// <summary>The id of the end symbol.</summary>
    public int EndId { get; } = Vocabulary.EndId;

    /// <summary>Appends the ids of a line's symbols to a list, without begin and end symbols.</summary>
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

    /// <summary>The words or segments of a line as written, not normalised: one for each id.</summary>
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

    /// <summary>The words of a line as written, in order.</summary>
    public IReadOnlyList<SegmentedWord> Words(ReadOnlySpan<char> line)
    {
        List<SegmentedWord> words = [];
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            words.Add(new SegmentedWord(word.ToString(), Subwords is null ? 1 : SegmentsOf(word, Subwords).Count));
        }

        return words;
    }

    /// <summary>Joins symbols to words, in order. The words, separated by blanks, are the symbols' text.</summary>
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

    /// <summary>The text of ids: segments joined to words, words separated by blanks, begin and end symbols left out.</summary>
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

    /// <summary>The text of symbols, none of which is a frame symbol: segments joined to words, words separated by blanks.</summary>
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

    // Normalising keeps a word's length, so the segments split the written word at the same positions.
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
