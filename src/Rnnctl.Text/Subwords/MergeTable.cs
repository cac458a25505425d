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

    /// <summary>The version, then one merge per line.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The number of merges.</summary>
    public int Count => _merges.Count;

    /// <summary>Reads the lines of a file.</summary>
    /// <exception cref="InputException">The lines are not merges of version 0.2.</exception>
    public static MergeTable Parse(IEnumerable<string> lines, string name)
    {
        MergeTable table = new();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (number == 1) RequireVersion(line, name);
            else table.AddLine(line, name, number);
        }

        return number > 0 ? table : throw new InputException($"{name}: expected '{Version}' and a merge a line, found an empty file");
    }

    /// <summary>Adds a merge; false if the table has it already, with its <paramref name="rank"/>, from 0.</summary>
    public bool TryAdd(string left, string right, out int rank)
    {
        SymbolPair pair = new(_symbols.Add(left), _symbols.Add(right));
        if (_merges.TryGetValue(pair, out (int Rank, int Merged) known))
        {
            rank = known.Rank;
            return false;
        }

        rank = _merges.Count;
        _merges.Add(pair, (rank, _symbols.Add(left + right)));
        _lines.Add($"{left} {right}");
        return true;
    }

    /// <summary>The segments of a word; all except the last end with the mark.</summary>
    public string[] Segment(ReadOnlySpan<char> word)
    {
        List<int> symbols = [];
        List<int> starts = []; // The start of each symbol in the word.
        Split(word, symbols, starts);
        while (BestPair(symbols) is { } pair)
        {
            MergeAll(symbols, starts, pair);
        }

        string[] segments = new string[starts.Count];
        for (int place = 0; place < segments.Length - 1; place++)
        {
            segments[place] = string.Concat(word[starts[place]..starts[place + 1]], BytePairEncoding.Continuation);
        }

        if (segments.Length > 0)
        {
            segments[^1] = word[starts[^1]..].ToString();
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
        if (symbols.Length != 2 || symbols.Contains(""))
        {
            throw InputException.At(name, number, $"expected two symbols with a blank between them, found '{line}'");
        }

        if (!TryAdd(symbols[0], symbols[1], out int rank))
        {
            throw InputException.At(name, number, $"expected each merge once, found '{symbols[0]} {symbols[1]}' again (first on line {rank + 2})");
        }
    }

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

    /// <summary>The pair of neighbours whose merge was learned first, or null if no pair has a merge.</summary>
    private SymbolPair? BestPair(List<int> symbols)
    {
        SymbolPair? best = null;
        int bestRank = int.MaxValue;
        for (int place = 0; place + 1 < symbols.Count; place++)
        {
            SymbolPair pair = new(symbols[place], symbols[place + 1]);
            if (_merges.TryGetValue(pair, out (int Rank, int Merged) merge) && merge.Rank < bestRank)
            {
                (best, bestRank) = (pair, merge.Rank);
            }
        }

        return best;
    }

    private void MergeAll(List<int> symbols, List<int> starts, SymbolPair pair)
    {
        for (int place = 0; place + 1 < symbols.Count; place++)
        {
            if (symbols[place] == pair.Left && symbols[place + 1] == pair.Right)
            {
                symbols[place] = _merges[pair].Merged;
                symbols.RemoveAt(place + 1);
                starts.RemoveAt(place + 1);
            }
        }
    }
}
