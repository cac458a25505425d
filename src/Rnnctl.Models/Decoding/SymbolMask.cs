using System.Runtime.InteropServices;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Which symbols may extend each hypothesis of a step, for beam search and sampling alike. While a translation has a forced beginning, only its next symbol
/// may. Else all may but the excluded symbols, the end symbol before the least length, and a symbol that would complete an n-gram which the hypothesis has
/// already (Paulus et al. 2018, section 2.5). Without these rules a step costs nothing; with them it allocates nothing in steady state.
/// </summary>
/// <param name="options">How to search for translations.</param>
internal sealed class SymbolMask(SearchOptions options)
{
    private const int None = -1;

    private readonly int[] _excluded = [.. options.Excluded];
    private readonly bool _hasRules = options.MinLength > 0 || options.UniqueNgram > 0;

    // Row after row of the current step: where its forbidden symbols begin, the symbols, and the forced one.
    private readonly List<int> _starts = [], _forbidden = [], _forced = [];
    private IReadOnlyList<int[]>? _prefixes;
    private int _longestPrefix;
    private int[] _path = [];

    /// <summary>The most symbols that are forbidden in any row, the excluded ones among them.</summary>
    public int MostForbidden { get; private set; } = options.Excluded.Count;

    /// <summary>Whether some row has a forced symbol.</summary>
    public bool ForcesAny { get; private set; }

    /// <summary>Whether every row has a forced symbol.</summary>
    public bool ForcesAll { get; private set; }

    /// <summary>The symbols that are forbidden in every row.</summary>
    public ReadOnlySpan<int> Excluded => _excluded;

    /// <summary>The forced symbol of each row, -1 for none; empty if <see cref="ForcesAny"/> is false.</summary>
    public ReadOnlySpan<int> Forced => ForcesAny ? CollectionsMarshal.AsSpan(_forced) : default;

    /// <summary>Begins a search.</summary>
    /// <param name="prefixes">The forced beginning of each source's translations, by the source's position; null for none.</param>
    public void Begin(IReadOnlyList<int[]>? prefixes)
    {
        _prefixes = prefixes;
        _longestPrefix = 0;
        foreach (int[] prefix in prefixes ?? []) _longestPrefix = Math.Max(_longestPrefix, prefix.Length);
        Clear();
    }

    /// <summary>Applies the rules to the hypotheses of a step.</summary>
    /// <param name="rows">The hypotheses.</param>
    /// <param name="tree">Their symbols.</param>
    /// <param name="time">How many symbols each has.</param>
    public void Apply(HypothesisRows rows, HypothesisTree tree, int time)
    {
        Clear();
        if (!_hasRules && time >= _longestPrefix) return;
        int forced = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            _starts.Add(_forbidden.Count);
            _forced.Add(ForcedOf(rows.Places.Span[row], time));
            if (_forced[row] == None) Forbid(tree, rows.NodeOf(row), time);
            else forced++;
            MostForbidden = Math.Max(MostForbidden, _excluded.Length + _forbidden.Count - _starts[row]);
        }

        (ForcesAny, ForcesAll) = (forced > 0, forced == rows.Count);
    }

    /// <summary>The symbols that are forbidden in a row, in addition to the excluded ones.</summary>
    public ReadOnlySpan<int> ForbiddenIn(int row)
    {
        if (row >= _starts.Count) return default;
        int end = row + 1 < _starts.Count ? _starts[row + 1] : _forbidden.Count;
        return CollectionsMarshal.AsSpan(_forbidden)[_starts[row]..end];
    }

    /// <summary>Whether a symbol may extend the hypothesis of a row, which has no forced symbol.</summary>
    public bool Allows(int row, int symbol) => !_excluded.Contains(symbol) && !ForbiddenIn(row).Contains(symbol);

    private void Clear()
    {
        _starts.Clear();
        _forbidden.Clear();
        _forced.Clear();
        (MostForbidden, ForcesAny, ForcesAll) = (_excluded.Length, false, false);
    }

    private int ForcedOf(int place, int time) => _prefixes is not null && time < _prefixes[place].Length ? _prefixes[place][time] : None;

    private void Forbid(HypothesisTree tree, int node, int time)
    {
        if (time < options.MinLength) _forbidden.Add(options.EndId);
        if (options.UniqueNgram == 0 || time < options.UniqueNgram) return;
        if (_path.Length < time) _path = new int[2 * time];
        Span<int> path = _path.AsSpan(0, time);
        tree.CopyPath(node, path);
        ForbidRepeats(path, options.UniqueNgram);
    }

    /// <summary>Forbids each symbol that has followed the last n - 1 symbols before.</summary>
    private void ForbidRepeats(ReadOnlySpan<int> path, int n)
    {
        int first = _forbidden.Count;
        ReadOnlySpan<int> last = path[(path.Length - n + 1)..];
        for (int start = 0; start + n <= path.Length; start++)
        {
            int next = path[start + n - 1];
            if (!path.Slice(start, n - 1).SequenceEqual(last)) continue;
            if (_forbidden.IndexOf(next, first) < 0) _forbidden.Add(next);
        }
    }
}
