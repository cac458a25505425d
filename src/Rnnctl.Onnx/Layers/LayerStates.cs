using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>What a recurrent layer computes.</summary>
/// <param name="Outputs">The hidden states of all steps, all directions side by side, <c>[T, B, directions · W]</c>.</param>
/// <param name="Hidden">The last hidden states, of the forward direction at a sequence's last step and of the reverse one at its first.</param>
/// <param name="Memory">The last memories; not given if the cell carries none.</param>
internal sealed record LayerStates(GraphValue Outputs, GraphValue Hidden, GraphValue Memory);

/// <summary>A state of one direction of a layer, <c>[B, W]</c>.</summary>
/// <param name="Hidden">h.</param>
/// <param name="Memory">The memory c, or the output y that a Jordan network remembers; not given if the cell carries none.</param>
internal readonly record struct StepState(GraphValue Hidden, GraphValue Memory);
