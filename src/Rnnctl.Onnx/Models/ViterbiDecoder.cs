using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Models;

/// <summary>
/// The Viterbi algorithm: one Scan over the tokens keeps the score of the best prefix for each label and the label before it, another Scan walks back from the
/// end. The start of a sentence is a label of its own, L, so that the first token is a step like any other.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="transitions">The scores of label j after label i, and in row L of label j as the first, <c>[L + 1, L]</c>.</param>
/// <param name="end">The scores of labels at the end, <c>[L]</c>.</param>
/// <param name="labels">L.</param>
internal sealed class ViterbiDecoder(OnnxGraph graph, GraphValue transitions, GraphValue end, int labels)
{
    /// <summary>The labels of the best sequences, <c>[T, B]</c>; beyond a sentence's end its last label again.</summary>
    /// <param name="emissions">The scores of each token's labels, <c>[T, B, L]</c>.</param>
    /// <param name="isInside">Whether a token is one of the sentence, <c>[T, B, 1]</c>.</param>
    public GraphValue Best(GraphValue emissions, GraphValue isInside)
    {
        GraphValue sentences = graph.SizesOf(emissions, 1, 1);
        float[] atStart = [.. Enumerable.Repeat(float.NegativeInfinity, labels), 0];
        GraphValue start = graph.Expand(
            graph.Initializers.AddFloats("viterbi.start", [1, labels + 1], atStart), graph.Join(0, sentences, graph.Integers(labels + 1)));
        GraphValue[] forward = graph.ApplyMany(
            "Scan",
            2,
            [start, emissions, isInside],
            NodeAttribute.Of("body", ForwardStep()),
            NodeAttribute.Of("num_scan_inputs", 2));
        GraphValue atEnd = graph.Add(graph.Slice(forward[0], axis: 1, 0, labels), end);
        GraphValue last = graph.Apply("ArgMax", [atEnd], NodeAttribute.Of("axis", 1));
        GraphValue[] back = graph.ApplyMany(
            "Scan",
            2,
            [last, forward[1]],
            NodeAttribute.Of("body", BackwardStep()),
            NodeAttribute.Of("num_scan_inputs", 1),
            NodeAttribute.Of("scan_input_directions", new long[] { 1 }),
            NodeAttribute.Of("scan_output_directions", new long[] { 1 }));
        return graph.DropAxis(back[1], 2);
    }

    /// <summary>
    /// s_j = max_i (s'_i + transition_ij) + emission_j, and the i of each j. Outside a sentence s stays, and the label before each is the label itself.
    /// </summary>
    private OnnxGraph ForwardStep()
    {
        OnnxGraph body = graph.NewBody("Viterbi");
        GraphValue previous = body.BodyInput(ElementType.Float), emission = body.BodyInput(ElementType.Float), isInside = body.BodyInput(ElementType.Bool);
        GraphValue sums = body.Add(body.AddAxis(previous, 2), transitions);
        GraphValue best = body.Add(body.Largest(sums, 1), emission);

        // No label leads back to the start.
        GraphValue startAgain = body.Expand(
            body.Number(double.NegativeInfinity), body.Join(0, body.SizesOf(previous, 0, 1), body.Integers(1)));
        body.BodyOutput(body.Where(isInside, body.Join(1, best, startAgain), previous), ElementType.Float);
        long[] all = [.. Enumerable.Range(0, labels).Select(label => (long)label)];
        GraphValue same = body.Initializers.AddIntegers("viterbi.labels", [1, labels], all);
        body.BodyOutput(body.Where(isInside, body.ArgMax(sums, 1), same), ElementType.Int64);
        return body;
    }

    private OnnxGraph BackwardStep()
    {
        OnnxGraph body = graph.NewBody("Viterbi");
        GraphValue label = body.BodyInput(ElementType.Int64), before = body.BodyInput(ElementType.Int64);
        body.BodyOutput(body.Apply("GatherElements", [before, label], NodeAttribute.Of("axis", 1)), ElementType.Int64);
        body.BodyOutput(label, ElementType.Int64);
        return body;
    }
}
