using Rnnctl.Compute.Cells;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>A recurrent layer that is to be run over a batch.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Hidden">H, the hidden units of a direction.</param>
/// <param name="Variant">What the layer does beside its cell's equations.</param>
/// <param name="Directions">The parameters of each direction.</param>
/// <param name="X">The input, <c>[T, B, inputs]</c>.</param>
/// <param name="Lengths">The lengths of the sequences; null if all have T steps.</param>
/// <param name="Initial">The state before the first step, of a layer of one direction; null for zeros or what the layer learnt.</param>
/// <param name="StartsAtEnd">Whether the first direction runs from the last step to the first, as the second always does.</param>
internal sealed record LayerInput(
    CellDefinition Cell, int Hidden, LayerVariant Variant, IReadOnlyList<DirectionWeights> Directions, GraphValue X, BatchLengths? Lengths,
    StepState? Initial, bool StartsAtEnd)
{
    /// <summary>B, a list of one whole number.</summary>
    public GraphValue SequencesIn(OnnxGraph graph) => graph.SizesOf(X, 1, 1);

    /// <summary>Whether a direction runs from the last step to the first.</summary>
    public bool IsReverse(int direction) => StartsAtEnd || direction == 1;

    /// <summary>The hidden state before a direction's first step, <c>[B, W]</c>; not given for zeros.</summary>
    public GraphValue InitialHidden(OnnxGraph graph, int direction) =>
        Initial?.Hidden ?? Learnt(graph, Directions[direction].Find(CellParameterKind.InitialHidden));

    /// <summary>The memory before a direction's first step, <c>[B, H]</c>; not given for zeros.</summary>
    public GraphValue InitialMemory(OnnxGraph graph, int direction) =>
        Initial?.Memory ?? Learnt(graph, Directions[direction].Find(CellParameterKind.InitialMemory));

    private GraphValue Learnt(OnnxGraph graph, WeightMatrix? state) => state is null
        ? default
        : graph.Expand(graph.Matrix(state), graph.Join(0, SequencesIn(graph), graph.Integers(state.Columns)));
}
