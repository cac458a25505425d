using System.Collections.Concurrent;
using System.Text;

namespace Rnnctl.Text.Subwords;

/// <summary>
/// Byte-pair encoding of words (Sennrich, Haddow and Birch 2016): frequent words stay whole, rare ones are segmented into pieces that are
/// frequent. A word starts as its characters (Unicode code points), with <c>&lt;/w&gt;</c> after the last one; then the merges are applied in the
/// order in which they were learned. Every segment of a word except the last ends with <c>@@</c>. Merges, files and segments are
/// the same as in subword-nmt, but for a word that itself ends in <c>@@</c>: its last <c>@</c> is a segment of its own, so that the word is not joined to the
/// next one (<c>at@@</c> becomes <c>at@@@ @</c>). Several threads may segment words.
/// </summary>
public sealed class BytePairEncoding
{
    /// <summary>The end of every segment of a word except the last.</summary>
    public const string Continuation = "@@";

    /// <summary>The mark after the last character of a word in the merges.</summary>
    internal const string WordEnd = "</w>";

    private readonly MergeTable _merges;
    private readonly SegmentCache _cache = new();

    private BytePairEncoding(MergeTable merges) => _merges = merges;

    /// <summary>The lines of the file, without line ends: the version, then one merge per line.</summary>
    public IReadOnlyList<string> Lines => _merges.Lines;

    /// <summary>The number of merges.</summary>
    public int MergeCount => _merges.Count;

    /// <summary>
    /// Learns merges from counted words, as subword-nmt's learn_bpe does. It stops before <paramref name="merges"/> merges if no pair is left that
    /// appears twice. The order of the words does not matter.
    /// </summary>
    /// <param name="words">Words without blanks, each with its number of occurrences.</param>
    /// <param name="merges">The most merges to learn.</param>
    /// <exception cref="ArgumentException">A word is empty or contains a blank.</exception>
    public static BytePairEncoding Learn(IEnumerable<(string Word, long Count)> words, int merges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        MergeTable table = new();
        MergeLearner learner = new(words.Select(RequireWord));
        foreach ((string left, string right) in learner.Merges().TakeWhile(_ => table.Count < merges))
        {
            table.Add(left, right); // A repeated pair already has its line.
        }

        return new BytePairEncoding(table);
    }

    /// <summary>Reads a file of merges.</summary>
    /// <exception cref="InputException">The file can't be read, is empty, is not UTF-8, has another version than 0.2, or a line is not a
    /// merge.</exception>
    public static BytePairEncoding Read(string path)
    {
        using LineReader lines = LineReader.Open(path);
        return Read(lines);
    }

    /// <summary>Reads the lines of a file of merges.</summary>
    /// <exception cref="InputException">As for a file.</exception>
    public static BytePairEncoding Read(LineReader lines)
    {
        lines.KeepsMarks = true;
        return Of(LinesOf(lines), lines.Name);
    }

    /// <summary>Creates an encoding from the lines of its file.</summary>
    /// <param name="lines">As <see cref="Lines"/>.</param>
    /// <param name="name">The file's name in messages.</param>
    /// <exception cref="InputException">As for a file.</exception>
    public static BytePairEncoding Of(IEnumerable<string> lines, string name) => new(MergeTable.Parse(lines, name));

    /// <summary>
    /// The text of segments. A segment that ends in <c>@@</c> is joined to the next one; others are followed by a blank. This undoes
    /// <see cref="Segment"/>.
    /// </summary>
    public static string Join(IEnumerable<string> segments)
    {
        StringBuilder text = new();
        bool joined = true;
        foreach (string segment in segments)
        {
            text.Append(joined ? "" : " ");
            joined = segment.EndsWith(Continuation, StringComparison.Ordinal);
            text.Append(joined ? segment.AsSpan(0, segment.Length - Continuation.Length) : segment);
        }

        return text.ToString();
    }

    /// <summary>Appends the segments of a word to a list.</summary>
    public void Segment(ReadOnlySpan<char> word, ICollection<string> segments)
    {
        foreach (string segment in SegmentsOf(word))
        {
            segments.Add(segment);
        }
    }

    /// <summary>The segments of a word.</summary>
    internal ReadOnlySpan<string> SegmentsOf(scoped ReadOnlySpan<char> word)
    {
        if (_cache.Find(word) is { } known) return known;
        lock (_merges) return _cache.Add(word, _merges.Segment(word));
    }

    /// <summary>The segments of a word where merges are left out at random: see <see cref="DropoutMerger"/>.</summary>
    internal string[] SegmentsWithDropout(ReadOnlySpan<char> word, double dropout, Random random)
    {
        lock (_merges) return _merges.Segment(word, dropout, random);
    }

    /// <summary>The two segments whose merge made a segment; null for a single character or other text that no merge makes.</summary>
    /// <param name="segment">The segment, without its mark.</param>
    /// <param name="isLast">Whether it is the last of its word.</param>
    internal (string Left, string Right)? PartsOf(string segment, bool isLast) => _merges.PartsOf(segment, isLast);

    /// <summary>Writes the file: <see cref="Lines"/>, each with a line feed.</summary>
    public void Write(TextWriter writer)
    {
        foreach (string line in Lines)
        {
            writer.Write(line);
            writer.Write('\n');
        }
    }

    private static (string Word, long Count) RequireWord((string Word, long Count) counted) =>
        Blanks.CountWords(counted.Word) == 1 && Blanks.Trim(counted.Word).Length == counted.Word.Length
            ? counted
            : throw new ArgumentException($"expected a word without blanks, found '{counted.Word}'", nameof(counted));

    private static IEnumerable<string> LinesOf(LineReader lines)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            yield return line.ToString();
        }
    }
}

/// <summary>The segments of recent words. Several threads may look up words, which allocates nothing for a known one, while one adds some.</summary>
internal sealed class SegmentCache
{
    // Bound the memory for a stream of ever new words.
    private const int MostWords = 1 << 17;
    private const int LongestWord = 1 << 10;

    private readonly ConcurrentDictionary<string, string[]> _segments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _segmentsBySpan;
    private int _words;

    /// <summary>An empty cache.</summary>
    public SegmentCache() => _segmentsBySpan = _segments.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The segments of a word, or null if they are not known.</summary>
    public string[]? Find(ReadOnlySpan<char> word) => _segmentsBySpan.TryGetValue(word, out string[]? segments) ? segments : null;

    /// <summary>Stores the segments of a word, unless it is very long, and returns them.</summary>
    public string[] Add(ReadOnlySpan<char> word, string[] segments)
    {
        if (word.Length > LongestWord) return segments;
        if (_words++ == MostWords)
        {
            _segments.Clear();
            _words = 1;
        }

        return _segmentsBySpan[word] = segments;
    }
}
