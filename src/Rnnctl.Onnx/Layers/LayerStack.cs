using Rnnctl.Compute.Cells;
using Rnnctl.Models.Layers;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>Stacked recurrent layers.</summary>
/// <param name="graph">The graph.</param>
/// <param name="stack">Their architecture.</param>
/// <param name="weights">Returns the weights of a name.</param>
internal sealed class LayerStack(OnnxGraph graph, StackArchitecture stack, Func<string, WeightMatrix> weights)
{
    /// <summary>Whether layers of a cell can be exported.</summary>
    public static bool Has(CellDefinition cell) => !cell.IsRecurrent || CellStep.Has(cell);

    /// <summary>Completes the last layer's parameters in a direction with those of other layers; null if its cell needs none.</summary>
    public Func<DirectionWeights, int, DirectionWeights>? CompleteTop { get; init; }

    /// <summary>Whether the layers, of one direction, run from the last step to the first.</summary>
    public bool StartsAtEnd { get; init; }

    /// <summary>The last layer's output, <c>[T, B, width]</c>, and the states of all layers.</summary>
    /// <param name="x">The input, <c>[T, B, inputs]</c>.</param>
    /// <param name="lengths">The lengths of the sequences; null if all have T steps.</param>
    /// <param name="initial">The state of each layer before the first step; null for zeros or what the layers learnt.</param>
    public (GraphValue Output, LayerStates[] States) Run(GraphValue x, BatchLengths? lengths, IReadOnlyList<StepState>? initial = null)
    {
        var states = new LayerStates[stack.Layers];
        int width = stack.Inputs;
        for (int layer = 0; layer < stack.Layers; layer++)
        {
            int number = layer;
            DirectionWeights[] directions = [.. Enumerable.Range(0, stack.Directions).Select(direction => WeightsOf(number, direction))];
            var input = new LayerInput(stack.CellOf(layer), stack.Hidden, stack.Variant, directions, x, lengths, initial?[layer], StartsAtEnd);
            states[layer] = Run(input);
            x = stack.Variant.Residual && layer > 0 && width == stack.Width ? graph.Add(x, states[layer].Outputs) : states[layer].Outputs;
            width = stack.Width;
        }

        return (x, states);
    }

    private LayerStates Run(LayerInput input)
    {
        if (!input.Cell.IsRecurrent) return TimeDelayLayer.Run(graph, input);
        return RecurrentOperator.Has(input.Cell, input.Variant) ? RecurrentOperator.Run(graph, input) : ScannedLayer.Run(graph, input);
    }

    private DirectionWeights WeightsOf(int layer, int direction)
    {
        var own = DirectionWeights.Of(stack.ParametersOf(layer), weights, stack.Prefix, layer, direction);
        return CompleteTop is { } complete && layer == stack.Layers - 1 ? complete(own, direction) : own;
    }
}
