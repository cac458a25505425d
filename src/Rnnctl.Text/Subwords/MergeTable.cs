using System.Text;

namespace Rnnctl.Text.Subwords;

/// <summary>Merges in their order, as lines of text and as a table that segments words.</summary>
internal sealed class MergeTable
{
    private const string Version = "#version: 0.2";
    private const string VersionHint = "only version 0.2 of subword-nmt's merges is supported; learn new ones: rnnctl vocab FILE... --bpe N";
    private const int UnknownSymbol = -1;

    private readonly SymbolTable _symbols = new();
    private readonly Dictionary<SymbolPair, (int Rank, int Merged)> _merges = [];
    private readonly List<string> _lines = [Version];
    private readonly List<int> _word = [], _starts = []; // The symbols of the word that is segmented, and the start of each in it.
    private readonly WordMerger _merger;
    private Dictionary<string, (string Left, string Right)>? _parts;

    /// <summary>An empty table.</summary>
    public MergeTable() => _merger = new WordMerger(_merges);

    /// <summary>The version, then one merge per line.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The number of merges.</summary>
    public int Count => _merges.Count;

    /// <summary>Reads the lines of a file as subword-nmt does: empty lines at the end are no merges, and of a repeated merge the first counts.</summary>
    /// <exception cref="InputException">The lines are not merges of version 0.2.</exception>
    public static MergeTable Parse(IEnumerable<string> lines, string name)
    {
        MergeTable table = new();
        int number = 0, empty = 0;
        foreach (string line in lines)
        {
            number++;
            if (number == 1)
            {
                RequireVersion(line, name);
                continue;
            }

            bool isEmpty = line.Trim(' ').Length == 0;
            if (!isEmpty && empty > 0) throw NotAMerge("", name, empty);
            if (isEmpty) empty = empty == 0 ? number : empty;
            else table.AddLine(line, name, number);
        }

        return number > 0 ? table : throw new InputException($"{name}: expected '{Version}' and a merge a line, found an empty file");
    }

    /// <summary>Adds a merge, unless the table has it already.</summary>
    public void Add(string left, string right)
    {
        SymbolPair pair = new(_symbols.Add(left), _symbols.Add(right));
        if (_merges.TryAdd(pair, (_merges.Count, _symbols.Add(left + right)))) _lines.Add($"{left} {right}");
    }

    /// <summary>The segments of a word; all except the last end with the mark, and the last never does.</summary>
    public string[] Segment(ReadOnlySpan<char> word) => Segment(word, _merger.Merge);

    /// <summary>The same where each merge is left out at each step with the probability <paramref name="dropout"/>.</summary>
    public string[] Segment(ReadOnlySpan<char> word, double dropout, Random random) => Segment(word, new DropoutMerger(_merges, dropout, random).Merge);

    /// <summary>The two segments whose merge, the first learned one, made a segment; null if no merge makes it.</summary>
    /// <param name="segment">The segment, without its mark.</param>
    /// <param name="isLast">Whether it is the last of its word.</param>
    public (string Left, string Right)? PartsOf(string segment, bool isLast)
    {
        _parts ??= Parts();
        if (!_parts.TryGetValue(isLast ? segment + BytePairEncoding.WordEnd : segment, out (string Left, string Right) parts)) return null;
        return isLast ? (parts.Left, parts.Right[..^BytePairEncoding.WordEnd.Length]) : parts;
    }

    private Dictionary<string, (string Left, string Right)> Parts()
    {
        var parts = new Dictionary<string, (string Left, string Right)>(StringComparer.Ordinal);
        foreach (string line in _lines.Skip(1))
        {
            string[] symbols = line.Split(' ');
            parts.TryAdd(symbols[0] + symbols[1], (symbols[0], symbols[1]));
        }

        return parts;
    }

    private string[] Segment(ReadOnlySpan<char> word, Action<List<int>, List<int>> merge)
    {
        _word.Clear();
        _starts.Clear();
        Split(word, _word, _starts);
        merge(_word, _starts);

        // A last segment that ended like the others would be joined to the next word.
        if (word.EndsWith(BytePairEncoding.Continuation) && _starts[^1] < word.Length - 1) _starts.Add(word.Length - 1);
        string[] segments = new string[_starts.Count];
        for (int place = 0; place < segments.Length - 1; place++)
        {
            segments[place] = string.Concat(word[_starts[place].._starts[place + 1]], BytePairEncoding.Continuation);
        }

        if (segments.Length > 0)
        {
            segments[^1] = word[_starts[^1]..].ToString();
        }

        return segments;
    }

    private static void RequireVersion(string line, string name)
    {
        string found = line.TrimEnd();
        if (found == Version)
        {
            return;
        }

        string what = found.StartsWith("#version:", StringComparison.Ordinal) ? $"'{found}'" : $"'{found}', the start of merges of version 0.1";
        throw InputException.At(name, 1, $"expected '{Version}', found {what}", VersionHint);
    }

    private void AddLine(string line, string name, int number)
    {
        string[] symbols = line.Trim(' ').Split(' ');
        if (symbols.Length != 2 || symbols.Contains("")) throw NotAMerge(line, name, number);
        Add(symbols[0], symbols[1]);
    }

    private static InputException NotAMerge(string line, string name, int number) =>
        InputException.At(name, number, $"expected two symbols with a blank between them, found '{line}'");

    private void Split(ReadOnlySpan<char> word, List<int> symbols, List<int> starts)
    {
        Span<char> last = stackalloc char[2 + BytePairEncoding.WordEnd.Length];
        for (int start = 0; start < word.Length;)
        {
            _ = Rune.DecodeFromUtf16(word[start..], out _, out int length);
            scoped ReadOnlySpan<char> symbol = word.Slice(start, length);
            if (start + length == word.Length)
            {
                symbol.CopyTo(last);
                BytePairEncoding.WordEnd.CopyTo(last[length..]);
                symbol = last[..(length + BytePairEncoding.WordEnd.Length)];
            }

            symbols.Add(_symbols.TryFind(symbol, out int id) ? id : UnknownSymbol);
            starts.Add(start);
            start += length;
        }
    }
}
