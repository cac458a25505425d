namespace Rnnctl.Text.Subwords;

/// <summary>Segments the words of lines of text, as subword-nmt's <c>apply-bpe</c> does.</summary>
public sealed class SubwordSegmenter
{
    // A step of dropout looks at all symbols of a word; longer words are segmented without it.
    private const int LongestWithDropout = 1000;

    private readonly BytePairEncoding _encoding;
    private readonly SegmentationOptions _options;
    private readonly Random _random;
    private readonly List<string> _segments = [], _pieces = [];

    /// <summary>A segmenter.</summary>
    /// <param name="encoding">The merges.</param>
    /// <param name="options">What else decides.</param>
    public SubwordSegmenter(BytePairEncoding encoding, SegmentationOptions options)
    {
        (_encoding, _options) = (encoding, options);
        _random = new Random(options.Seed);
    }

    /// <summary>The segments of a line's words, with a blank between two of them. Columns with tabs between them stay columns.</summary>
    public string Apply(string line) => string.Join('\t', line.Split('\t').Select(column =>
    {
        _segments.Clear();
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(column)) AddWord(word.ToString());
        return string.Join(' ', _segments);
    }));

    /// <summary>Undoes <see cref="Apply"/>, but for blanks at the ends of a line and several between two words.</summary>
    public static string Join(string line) => string.Join('\t', line.Split('\t').Select(column =>
    {
        List<string> segments = [];
        foreach (ReadOnlySpan<char> segment in Blanks.WordsOf(column)) segments.Add(segment.ToString());
        return BytePairEncoding.Join(segments);
    }));

    private void AddWord(string word)
    {
        _pieces.Clear();
        foreach (string part in Divided(word))
        {
            if (_options.Glossary.Any(entry => entry.IsWhole(part))) _pieces.Add(part);
            else AddPieces(part);
        }

        for (int piece = 0; piece < _pieces.Count - 1; piece++) _segments.Add(_pieces[piece] + BytePairEncoding.Continuation);
        _segments.Add(_pieces[^1]);
    }

    /// <summary>The segments of a part of a word, without marks.</summary>
    private void AddPieces(string part)
    {
        ReadOnlySpan<string> segments = _options.Dropout > 0 && part.Length <= LongestWithDropout
            ? _encoding.SegmentsWithDropout(part, _options.Dropout, _random)
            : _encoding.SegmentsOf(part);
        for (int place = 0; place < segments.Length; place++)
        {
            bool isLast = place == segments.Length - 1;
            AddKnown(isLast ? segments[place] : segments[place][..^BytePairEncoding.Continuation.Length], isLast);
        }
    }

    /// <summary>Adds a segment, or the two that its merge was made of, and so on, until they are in the vocabulary or single characters.</summary>
    private void AddKnown(string segment, bool isLast)
    {
        bool isKnown = _options.Vocabulary is not { } known || known.Contains(isLast ? segment : segment + BytePairEncoding.Continuation);
        if (isKnown || _encoding.PartsOf(segment, isLast) is not { } parts)
        {
            _pieces.Add(segment);
            return;
        }

        AddKnown(parts.Left, isLast: false);
        AddKnown(parts.Right, isLast);
    }

    /// <summary>A word, divided around what the glossary has.</summary>
    private IEnumerable<string> Divided(string word)
    {
        IEnumerable<string> parts = [word];
        foreach (GlossaryEntry entry in _options.Glossary) parts = parts.SelectMany(entry.Divide);
        return parts;
    }
}
