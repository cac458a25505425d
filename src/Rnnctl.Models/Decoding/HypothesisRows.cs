using System.Runtime.InteropServices;

namespace Rnnctl.Models.Decoding;

/// <summary>The hypotheses that a search follows at a step, a row each, those of a source side by side.</summary>
internal sealed class HypothesisRows
{
    private readonly List<int> _symbols = [], _origins = [], _nodes = [], _copies = [];
    private readonly List<double> _logProbabilities = [];
    private int[] _places = [];

    /// <summary>How many there are.</summary>
    public int Count => _symbols.Count;

    /// <summary>Each hypothesis' last symbol.</summary>
    public ReadOnlySpan<int> Symbols => CollectionsMarshal.AsSpan(_symbols);

    /// <summary>The row of the step before, or at the first step the source, that each goes on from.</summary>
    public ReadOnlySpan<int> Origins => CollectionsMarshal.AsSpan(_origins);

    /// <summary>The place of each hypothesis' source.</summary>
    public ReadOnlyMemory<int> Places => _places.AsMemory(0, Count);

    /// <summary>Forgets all rows.</summary>
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

    /// <summary>The node of a hypothesis' last symbol.</summary>
    public int NodeOf(int row) => _nodes[row];

    /// <summary>Which of a source's drawn translations a hypothesis is, from 0; 0 of all in a search.</summary>
    public int CopyOf(int row) => _copies[row];

    /// <summary>The logarithm of a hypothesis' probability.</summary>
    public double LogProbabilityOf(int row) => _logProbabilities[row];
}
