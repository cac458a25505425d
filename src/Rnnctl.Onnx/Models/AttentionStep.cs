using Rnnctl.Models.Translators;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Models;

/// <summary>The attention of B queries, each to its own source: see <see cref="SourceAttention{T}"/>.</summary>
internal sealed class AttentionStep(OnnxGraph graph, TranslatorArchitecture architecture, Func<string, WeightMatrix> weights)
{
    /// <summary>The attended vectors, <c>[B, H]</c>, and the shares of the source's positions, the mean of all heads, <c>[B, S]</c>.</summary>
    /// <param name="query">The decoder's states, <c>[B, H]</c>.</param>
    /// <param name="source">The sources.</param>
    public (GraphValue Attended, GraphValue Shares) Apply(GraphValue query, AttentionSource source)
    {
        int heads = architecture.Heads, columns = architecture.Hidden / heads;
        GraphValue q = Projected("query", query);
        GraphValue scores = architecture.Attention == AttentionKind.Additive ? AdditiveScores(q, source.Keys) : ProductScores(q, source.Keys);
        GraphValue isInside = graph.Transpose(graph.IsBefore(graph.SizeOf(source.Keys, 1), source.Lengths), 1, 0);
        GraphValue masked = graph.Where(graph.AddAxis(isInside, 1), scores, graph.Number(double.NegativeInfinity));
        GraphValue shares = graph.Softmax(masked);
        GraphValue values = graph.Transpose(graph.Reshape(source.Values, 0, 0, heads, columns), 0, 2, 1, 3);
        GraphValue sums = graph.Product(graph.AddAxis(shares, 2), values);
        GraphValue attended = Projected("output", graph.Reshape(sums, 0, architecture.Hidden));
        GraphValue mean = graph.Multiply(graph.Sum(shares, 1), graph.Number(1.0 / heads));
        return (attended, mean);
    }

    /// <summary>W x, or x if the attention has no such weight.</summary>
    public GraphValue Projected(string projection, GraphValue x)
    {
        if (!architecture.AttentionProjections.Contains(projection)) return x;
        GraphValue projected = graph.Linear(x, weights($"attention.{projection}.weight"));
        bool hasBias = projection == "query" && architecture.Attention == AttentionKind.Additive;
        return hasBias ? graph.Add(projected, graph.Vector(weights("attention.query.bias"))) : projected;
    }

    /// <summary>v · tanh(q + k), <c>[B, 1, S]</c>.</summary>
    private GraphValue AdditiveScores(GraphValue q, GraphValue keys)
    {
        WeightMatrix scorer = weights("attention.scorer");
        GraphValue sums = graph.Tanh(graph.Add(graph.AddAxis(q, 1), keys));
        return graph.Transpose(graph.Linear(sums, scorer), 0, 2, 1);
    }

    /// <summary>scale · q · k in each head, <c>[B, heads, S]</c>.</summary>
    private GraphValue ProductScores(GraphValue q, GraphValue keys)
    {
        int heads = architecture.Heads, columns = architecture.Hidden / heads;
        GraphValue k = graph.Transpose(graph.Reshape(keys, 0, 0, heads, columns), 0, 2, 3, 1);
        GraphValue scores = graph.DropAxis(graph.Product(graph.Reshape(q, 0, heads, 1, columns), k), 2);
        return architecture.Attention == AttentionKind.ScaledDot ? graph.Multiply(scores, graph.Number(1 / Math.Sqrt(columns))) : scores;
    }
}

/// <summary>What the attention reads of the sources.</summary>
/// <param name="Keys">The keys, <c>[B, S, H]</c>.</param>
/// <param name="Values">The values, <c>[B, S, H]</c>.</param>
/// <param name="Lengths">The sources' lengths, <c>[B]</c>.</param>
internal readonly record struct AttentionSource(GraphValue Keys, GraphValue Values, GraphValue Lengths);
