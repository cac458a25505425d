using System.Runtime.InteropServices;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// All hypotheses of a search, as paths from a node to the root. Hypotheses share the nodes of their common beginning. The memory is reused from search
/// to search.
/// </summary>
internal sealed class HypothesisTree
{
    /// <summary>The parent of a first symbol.</summary>
    public const int Root = -1;

    private readonly List<(int Symbol, int Parent, int FirstWeight, int Weights)> _nodes = [];
    private readonly List<float> _weights = [];
    private double[] _sums = [];

    /// <summary>Removes all hypotheses.</summary>
    public void Clear()
    {
        _nodes.Clear();
        _weights.Clear();
    }

    /// <summary>Adds a symbol after a node, with its attention weights.</summary>
    /// <returns>The new node.</returns>
    public int Add(int symbol, int parent, ReadOnlySpan<float> weights)
    {
        _nodes.Add((symbol, parent, _weights.Count, weights.Length));
        _weights.AddRange(weights);
        return _nodes.Count - 1;
    }

    /// <summary>The symbols from the first one to a node.</summary>
    public int[] PathTo(int node)
    {
        var symbols = new int[DepthOf(node)];
        CopyPath(node, symbols);
        return symbols;
    }

    /// <summary>Copies the symbols from the first one to a node, as many as the span holds.</summary>
    public void CopyPath(int node, Span<int> symbols)
    {
        for (int place = symbols.Length - 1; place >= 0; place--, node = _nodes[node].Parent) symbols[place] = _nodes[node].Symbol;
    }

    /// <summary>The attention weights of the symbols from the first one to a node.</summary>
    public float[][] WeightsTo(int node)
    {
        var weights = new float[DepthOf(node)][];
        for (int place = weights.Length - 1; place >= 0; place--, node = _nodes[node].Parent) weights[place] = WeightsOf(node).ToArray();
        return weights;
    }

    /// <summary>
    /// For each position of the source, the sum of the attention weights of the symbols from the first one to a node; valid until the next call.
    /// </summary>
    public ReadOnlySpan<double> AttentionTo(int node)
    {
        int positions = _nodes[node].Weights;
        if (_sums.Length < positions) _sums = new double[2 * positions];
        Span<double> sums = _sums.AsSpan(0, positions);
        sums.Clear();
        for (; node != Root; node = _nodes[node].Parent)
        {
            ReadOnlySpan<float> weights = WeightsOf(node);
            for (int position = 0; position < positions; position++) sums[position] += weights[position];
        }

        return sums;
    }

    private ReadOnlySpan<float> WeightsOf(int node) => CollectionsMarshal.AsSpan(_weights).Slice(_nodes[node].FirstWeight, _nodes[node].Weights);

    private int DepthOf(int node)
    {
        int depth = 0;
        for (; node != Root; node = _nodes[node].Parent) depth++;
        return depth;
    }
}
