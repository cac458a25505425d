using Rnnctl.Compute.Cells;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>A layer of a time-delay network: no loop, since a step reads a window of inputs, which are the input moved in time.</summary>
internal static class TimeDelayLayer
{
    private const int LastPosition = int.MaxValue;

    /// <summary>Runs a layer.</summary>
    public static LayerStates Run(OnnxGraph graph, LayerInput layer)
    {
        // Beyond a sequence's end the reverse direction reads zeros.
        GraphValue x = layer.Lengths is { } lengths ? graph.Where(lengths.IsInside, layer.X, graph.Number(0)) : layer.X;
        (GraphValue Outputs, GraphValue Last)[] directions =
            [.. Enumerable.Range(0, layer.Directions.Count).Select(direction => RunDirection(graph, layer, x, direction))];
        return new LayerStates(
            graph.Join(-1, [.. directions.Select(one => one.Outputs)]), graph.Join(-1, [.. directions.Select(one => one.Last)]), Memory: default);
    }

    private static (GraphValue Outputs, GraphValue Last) RunDirection(OnnxGraph graph, LayerInput layer, GraphValue x, int direction)
    {
        DirectionWeights weights = layer.Directions[direction];
        bool isReverse = layer.IsReverse(direction);
        int delays = layer.Cell.Options.Window!.Value, dilation = layer.Cell.Options.Dilation!.Value;
        GraphValue[] moved = [.. Enumerable.Range(0, delays + 1).Select(k => graph.Moved(x, k * dilation, isReverse))];
        WeightMatrix weight = weights[CellParameterKind.InputWeight], bias = weights[CellParameterKind.InputBias];
        GraphValue joined = graph.Join(-1, moved);
        GraphValue sums = weights.Find(CellParameterKind.InputGain) is { } gain
            ? graph.LayerNorm(graph.Linear(joined, weight), gain, bias)
            : graph.Linear(joined, weight, bias);
        GraphValue y = graph.Tanh(sums);
        return (y, isReverse ? graph.DropAxis(graph.Slice(y, axis: 0, 0, 1), 0) : AtEnd(graph, y, layer.Lengths));
    }

    /// <summary>The outputs at the last step of each sequence, <c>[B, H]</c>.</summary>
    private static GraphValue AtEnd(OnnxGraph graph, GraphValue y, BatchLengths? lengths)
    {
        if (lengths is null) return graph.DropAxis(graph.Slice(y, axis: 0, -1, LastPosition), 0);

        // A step inside whose next step is outside: the mask, moved by one step, tells.
        GraphValue ones = graph.Apply("Cast", [lengths.IsInside], NodeAttribute.Of("to", (long)ElementType.Float));
        GraphValue next = graph.Slice(graph.Apply("Pad", [ones, graph.Integers(0, 0, 0, 1, 0, 0)]), axis: 0, 1, LastPosition);
        return graph.Sum(graph.Multiply(y, graph.Subtract(ones, next)), axis: 0);
    }
}
