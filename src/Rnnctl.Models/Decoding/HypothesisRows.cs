using System.Runtime.InteropServices;

namespace Rnnctl.Models.Decoding;

/// <summary>The active hypotheses of a search at a step, one per row. The hypotheses of a source are neighbours.</summary>
internal sealed class HypothesisRows
{
    private readonly List<int> _symbols = [], _origins = [], _nodes = [], _copies = [];
    private readonly List<double> _logProbabilities = [];
    private int[] _places = [];

    /// <summary>The number of hypotheses.</summary>
    public int Count => _symbols.Count;

    /// <summary>The last symbol of each hypothesis.</summary>
    public ReadOnlySpan<int> Symbols => CollectionsMarshal.AsSpan(_symbols);

    /// <summary>For each hypothesis, the row of the previous step that it extends; at the first step, its source.</summary>
    public ReadOnlySpan<int> Origins => CollectionsMarshal.AsSpan(_origins);

    /// <summary>The position of each hypothesis' source.</summary>
    public ReadOnlyMemory<int> Places => _places.AsMemory(0, Count);

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        _symbols.Clear();
        _origins.Clear();
        _nodes.Clear();
        _copies.Clear();
        _logProbabilities.Clear();
    }

    /// <summary>Adds a hypothesis.</summary>
    public void Add(int place, int symbol, int origin, int node, double logProbability, int copy)
    {
        if (_places.Length <= Count) Array.Resize(ref _places, 2 * (Count + 1));
        _places[Count] = place;
        _symbols.Add(symbol);
        _origins.Add(origin);
        _nodes.Add(node);
        _copies.Add(copy);
        _logProbabilities.Add(logProbability);
    }

    /// <summary>The tree node of a hypothesis' last symbol.</summary>
    public int NodeOf(int row) => _nodes[row];

    /// <summary>With sampling, the number of the translation among those drawn for its source, from 0; otherwise 0.</summary>
    public int CopyOf(int row) => _copies[row];

    /// <summary>The log-probability of a hypothesis.</summary>
    public double LogProbabilityOf(int row) => _logProbabilities[row];
}
