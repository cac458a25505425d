using Rnnctl.Models.Attention;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;

namespace Rnnctl.Onnx.Models;

/// <summary>The attention of each sentence to itself: see <see cref="SelfAttention{T}"/>.</summary>
internal static class SentenceAttention
{
    /// <summary>x + attention(x), <c>[T, B, D]</c>.</summary>
    public static GraphValue Apply(
        OnnxGraph graph, SelfAttentionArchitecture architecture, Func<string, WeightMatrix> weights, GraphValue x, BatchLengths lengths)
    {
        int columns = architecture.Width / architecture.Heads;
        GraphValue q = graph.Transpose(Heads(graph.Linear(x, Weight("query"), Bias("query"))), 1, 2, 0, 3);
        GraphValue k = graph.Transpose(Heads(graph.Linear(x, Weight("key"))), 1, 2, 3, 0);
        GraphValue v = graph.Transpose(Heads(graph.Linear(x, Weight("value"), Bias("value"))), 1, 2, 0, 3);
        GraphValue scores = graph.Multiply(graph.Product(q, k), graph.Number(1 / Math.Sqrt(columns)));
        GraphValue isInside = graph.AddAxis(graph.Transpose(lengths.IsInside, 1, 2, 0), 1);
        GraphValue shares = graph.Softmax(graph.Where(isInside, scores, graph.Number(double.NegativeInfinity)));
        GraphValue o = graph.Reshape(graph.Transpose(graph.Product(shares, v), 2, 0, 1, 3), 0, 0, architecture.Width);
        return graph.Add(x, graph.Linear(o, Weight("output"), Bias("output")));

        GraphValue Heads(GraphValue all) => graph.Reshape(all, 0, 0, architecture.Heads, columns);

        WeightMatrix Weight(string name) => weights($"{SelfAttentionArchitecture.Prefix}{name}.weight");

        WeightMatrix Bias(string name) => weights($"{SelfAttentionArchitecture.Prefix}{name}.bias");
    }
}
