using System.Text;

namespace Rnnctl.Text.Subwords;

/// <summary>
/// Byte-pair encoding of words (Sennrich, Haddow and Birch 2016): frequent words stay whole, rare ones are segmented into pieces that are
/// frequent. A word starts as its characters (Unicode code points), the last with <c>&lt;/w&gt;</c> behind it; then the merges are applied in the
/// order in which they were learned. Every segment of a word but the last is written with <c>@@</c> at its end. Merges, files and segments are
/// those of subword-nmt. Not for several threads at once.
/// </summary>
public sealed class BytePairEncoding
{
    /// <summary>The end of every segment of a word but the last.</summary>
    public const string Continuation = "@@";

    /// <summary>What stands behind the last character of a word in the merges.</summary>
    internal const string WordEnd = "</w>";

    private readonly MergeTable _merges;
    private readonly SegmentCache _cache = new();

    private BytePairEncoding(MergeTable merges) => _merges = merges;

    /// <summary>The lines of the file, without their line ends: the version, then a merge a line.</summary>
    public IReadOnlyList<string> Lines => _merges.Lines;

    /// <summary>How many merges there are.</summary>
    public int MergeCount => _merges.Count;

    /// <summary>
    /// Learns merges from counted words, as subword-nmt's learn_bpe does. Fewer than <paramref name="merges"/> come out where no pair is left that
    /// appears twice. The order of the words does not matter.
    /// </summary>
    /// <param name="words">Words without blanks in them, each with its number of occurrences.</param>
    /// <param name="merges">How many merges are learned at most.</param>
    /// <exception cref="ArgumentException">A word is empty or has a blank in it.</exception>
    public static BytePairEncoding Learn(IEnumerable<(string Word, long Count)> words, int merges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        MergeTable table = new();
        MergeLearner learner = new(words.Select(RequireWord));
        foreach ((string left, string right) in learner.Merges().TakeWhile(_ => table.Count < merges))
        {
            table.TryAdd(left, right, out _); // A pair that comes again has its line already.
        }

        return new BytePairEncoding(table);
    }

    /// <summary>Reads a file of merges.</summary>
    /// <exception cref="InputException">The file can't be read, is empty, is not UTF-8, is of another version than 0.2, or a line is not a merge or
    /// is one that stands above.</exception>
    public static BytePairEncoding Read(string path)
    {
        using LineReader lines = LineReader.Open(path);
        return Read(lines);
    }

    /// <summary>Reads the lines of a file of merges.</summary>
    /// <exception cref="InputException">As for a file.</exception>
    public static BytePairEncoding Read(LineReader lines) => Of(LinesOf(lines), lines.Name);

    /// <summary>The encoding whose file has these lines.</summary>
    /// <param name="lines">As <see cref="Lines"/>.</param>
    /// <param name="name">What stands for the file in messages.</param>
    /// <exception cref="InputException">As for a file.</exception>
    public static BytePairEncoding Of(IEnumerable<string> lines, string name) => new(MergeTable.Parse(lines, name));

    /// <summary>
    /// The text of segments: each is joined to the one behind it where it ends in <c>@@</c>, and by a blank otherwise. This undoes
    /// <see cref="Segment"/>, except for a word whose own end is <c>@@</c>.
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

    /// <summary>Adds the segments of a word to those that are there.</summary>
    public void Segment(ReadOnlySpan<char> word, ICollection<string> segments)
    {
        foreach (string segment in _cache.Find(word) ?? _cache.Add(word, _merges.Segment(word)))
        {
            segments.Add(segment);
        }
    }

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
