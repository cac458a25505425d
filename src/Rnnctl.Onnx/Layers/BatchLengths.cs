using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>The lengths of the B sequences of a batch of T steps, in the forms that operators read. A sequence of no steps counts as one of one step.</summary>
/// <param name="Lengths">The lengths, 64-bit, <c>[B]</c>.</param>
/// <param name="Lengths32">The lengths, 32-bit, <c>[B]</c>.</param>
/// <param name="IsInside">Whether a step is one of the sequence, <c>[T, B, 1]</c>.</param>
internal sealed record BatchLengths(GraphValue Lengths, GraphValue Lengths32, GraphValue IsInside)
{
    /// <summary>The lengths of a batch.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">The ids of its symbols, <c>[T, B]</c>.</param>
    /// <param name="lengths">The lengths, <c>[B]</c>.</param>
    /// <param name="least">The length that a shorter sequence is taken to have.</param>
    public static BatchLengths Of(OnnxGraph graph, GraphValue ids, GraphValue lengths, int least = 1)
    {
        GraphValue atLeast = graph.Apply("Max", [lengths, graph.Integers(least)]);
        GraphValue lengths32 = graph.Apply("Cast", [atLeast], NodeAttribute.Of("to", (long)ElementType.Int32));
        return new BatchLengths(atLeast, lengths32, graph.AddAxis(graph.IsBefore(graph.SizeOf(ids, 0), atLeast), 2));
    }
}
