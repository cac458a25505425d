using Rnnctl.Compute.Cells;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>
/// Layers whose cell is written out: the input's part of all steps is one product, then Scan runs the step over time, backward for the reverse direction. Scan
/// has no lengths, so a step outside a sequence keeps the sequence's state.
/// </summary>
internal static class ScannedLayer
{
    /// <summary>Runs a layer.</summary>
    public static LayerStates Run(OnnxGraph graph, LayerInput layer)
    {
        LayerStates[] directions = [.. Enumerable.Range(0, layer.Directions.Count).Select(direction => RunDirection(graph, layer, direction))];
        return new LayerStates(
            graph.Join(-1, [.. directions.Select(one => one.Outputs)]),
            graph.Join(-1, [.. directions.Select(one => one.Hidden)]),
            layer.Cell.CarriesMemory ? graph.Join(-1, [.. directions.Select(one => one.Memory)]) : default);
    }

    private static LayerStates RunDirection(OnnxGraph graph, LayerInput layer, int direction)
    {
        DirectionWeights weights = layer.Directions[direction];
        GraphValue fromInput = new CellStep(graph, layer.Cell, layer.Hidden, weights).FromInput(layer.X);
        OnnxGraph body = NewBody(graph, layer, weights);
        GraphValue[] initial = [OrZeros(layer.InitialHidden(graph, direction), layer.Cell.OutputWidth(layer.Hidden))];
        if (layer.Cell.CarriesMemory) initial = [.. initial, OrZeros(layer.InitialMemory(graph, direction), MemoryWidth(layer, weights))];
        GraphValue[] scanned = layer.Lengths is { } lengths ? [fromInput, lengths.IsInside] : [fromInput];
        long way = layer.IsReverse(direction) ? 1 : 0;
        GraphValue[] results = graph.ApplyMany(
            "Scan",
            initial.Length + 1,
            [.. initial, .. scanned],
            NodeAttribute.Of("body", body),
            NodeAttribute.Of("num_scan_inputs", scanned.Length),
            NodeAttribute.Of("scan_input_directions", scanned.Select(_ => way).ToArray()),
            NodeAttribute.Of("scan_output_directions", new long[] { way }));
        return new LayerStates(results[^1], results[0], layer.Cell.CarriesMemory ? results[1] : default);

        GraphValue OrZeros(GraphValue state, int width) => state.IsGiven ? state : graph.Zeros(layer.SequencesIn(graph), width);
    }

    /// <summary>The body reads the states, W x + b of a step, and whether the step is inside; it returns the new states and the output.</summary>
    private static OnnxGraph NewBody(OnnxGraph graph, LayerInput layer, DirectionWeights weights)
    {
        OnnxGraph body = graph.NewBody("Step");
        GraphValue hidden = body.BodyInput(ElementType.Float);
        var previous = new StepState(hidden, layer.Cell.CarriesMemory ? body.BodyInput(ElementType.Float) : default);
        GraphValue input = body.BodyInput(ElementType.Float);
        GraphValue isInside = layer.Lengths is null ? default : body.BodyInput(ElementType.Bool);
        StepState next = new CellStep(body, layer.Cell, layer.Hidden, weights).Apply(input, previous);
        GraphValue kept = Kept(previous.Hidden, next.Hidden, isZonedOut: true);
        body.BodyOutput(kept, ElementType.Float);
        if (layer.Cell.CarriesMemory) body.BodyOutput(Kept(previous.Memory, next.Memory, layer.Cell.HasMemory), ElementType.Float);
        body.BodyOutput(kept, ElementType.Float);
        return body;

        // With zoneout h = h' + (1 - P) (h~ - h'), the mean of what training draws.
        GraphValue Kept(GraphValue before, GraphValue after, bool isZonedOut)
        {
            if (isZonedOut && layer.Variant.Zoneout > 0)
                after = body.Add(before, body.Multiply(body.Number(1 - layer.Variant.Zoneout), body.Subtract(after, before)));
            return isInside.IsGiven ? body.Where(isInside, after, before) : after;
        }
    }

    /// <summary>H, or of a Jordan network the width of its output.</summary>
    private static int MemoryWidth(LayerInput layer, DirectionWeights weights) =>
        layer.Cell.HasMemory ? layer.Hidden : weights[CellParameterKind.RecurrentWeight].Columns;
}
