namespace Rnnctl.Text.Subwords;

/// <summary>The segments of the words that came up lately. Looking a known one up allocates nothing.</summary>
internal sealed class SegmentCache
{
    private const int MostWords = 1 << 17; // So that a stream of ever new words can't fill the memory.
    private readonly Dictionary<string, string[]> _segments;
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _segmentsBySpan;

    /// <summary>An empty cache.</summary>
    public SegmentCache()
    {
        _segments = new Dictionary<string, string[]>(StringComparer.Ordinal);
        _segmentsBySpan = _segments.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The segments of a word, or null where they are not known.</summary>
    public string[]? Find(ReadOnlySpan<char> word) => _segmentsBySpan.TryGetValue(word, out string[]? segments) ? segments : null;

    /// <summary>Remembers and returns the segments of a word.</summary>
    public string[] Add(ReadOnlySpan<char> word, string[] segments)
    {
        if (_segments.Count == MostWords)
        {
            _segments.Clear();
        }

        return _segmentsBySpan[word] = segments;
    }
}
