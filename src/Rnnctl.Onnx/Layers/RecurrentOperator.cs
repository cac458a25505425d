using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Schema;

namespace Rnnctl.Onnx.Layers;

/// <summary>
/// Layers of the cells that ONNX has as operators: RNN, GRU and LSTM. The operators have other orders of gates, which this file knows: i, o, f, c of an LSTM,
/// i, o, f of its peepholes, and z, r, h of a GRU; <see cref="CellWeights{T}"/> has i, f, g, o, then i, f, o, and r, z, n.
/// </summary>
internal static class RecurrentOperator
{
    private static readonly int[] LstmGates = [0, 3, 1, 2], Peepholes = [0, 2, 1], GruGates = [1, 0, 2];

    // The coupled cell has f, g, o. With input_forget the operator takes 1 - i for f, so i is 1 - f = σ(-a) of the forget gate's sum a; its own f is not read.
    private static readonly int[] CoupledGates = [0, 2, 0, 1];

    /// <summary>Whether an operator computes a layer; otherwise <see cref="ScannedLayer"/> does.</summary>
    public static bool Has(CellDefinition cell, LayerVariant variant) => !variant.LayerNorm && variant.Zoneout == 0 && cell.Name switch
    {
        "elman" or "gru" or "gru-before" or "lstm-coupled" => true,
        "lstm" => cell.Options is { Projection: 0, CellClip: 0 },
        "lstm-peephole" => cell.Options.Peephole == PeepholeKind.Diagonal,
        _ => false,
    };

    /// <summary>Runs a layer.</summary>
    public static LayerStates Run(OnnxGraph graph, LayerInput layer)
    {
        List<AttributeProto> attributes =
        [
            NodeAttribute.Of("hidden_size", layer.Hidden),
            NodeAttribute.Of("direction", layer.Directions.Count == 2 ? "bidirectional" : layer.StartsAtEnd ? "reverse" : "forward"),
            .. Activations(layer),
        ];
        (string operation, int[]? order) = layer.Cell.Name switch
        {
            "elman" => ("RNN", null),
            "gru" or "gru-before" => ("GRU", GruGates),
            "lstm-coupled" => ("LSTM", CoupledGates),
            _ => ("LSTM", LstmGates),
        };
        if (layer.Cell.Name == "gru") attributes.Add(NodeAttribute.Of("linear_before_reset", 1));
        if (layer.Cell.Name == "lstm-coupled") attributes.Add(NodeAttribute.Of("input_forget", 1));
        GraphValue[] inputs =
        [
            layer.X,
            Weight(graph, layer, CellParameterKind.InputWeight, order),
            Weight(graph, layer, CellParameterKind.RecurrentWeight, order),
            Biases(graph, layer, order),
            layer.Lengths?.Lengths32 ?? default,
            Initial(graph, layer, layer.InitialHidden),
        ];
        bool isLstm = operation == "LSTM";
        if (isLstm) inputs = [.. inputs, Initial(graph, layer, layer.InitialMemory), PeepholesOf(graph, layer)];
        GraphValue[] results = graph.ApplyMany(operation, isLstm ? 3 : 2, inputs, [.. attributes]);
        return new LayerStates(Outputs(graph, layer, results[0]), Last(graph, layer, results[1]), isLstm ? Last(graph, layer, results[2]) : default);
    }

    /// <summary>The names of each direction's activations; affine with 1 and 0 is the identity.</summary>
    private static IEnumerable<AttributeProto> Activations(LayerInput layer)
    {
        CellSettings options = layer.Cell.Options;
        ActivationKind[] one = layer.Cell.Name switch
        {
            "elman" => [options.Activation!.Value],
            "gru" or "gru-before" => [ActivationKind.Logistic, ActivationKind.Tanh],
            _ => [ActivationKind.Logistic, options.CellActivation ?? ActivationKind.Tanh, options.OutputActivation ?? ActivationKind.Tanh],
        };
        ActivationKind[] all = [.. Enumerable.Repeat(one, layer.Directions.Count).SelectMany(each => each)];
        yield return NodeAttribute.Of("activations", all.Select(NameOf));
        int affine = all.Count(kind => kind == ActivationKind.Identity);
        if (affine == 0) yield break;
        yield return NodeAttribute.Of("activation_alpha", [.. Enumerable.Repeat(1f, affine)]);
        yield return NodeAttribute.Of("activation_beta", [.. Enumerable.Repeat(0f, affine)]);
    }

    private static string NameOf(ActivationKind kind) => kind switch
    {
        ActivationKind.Tanh => "Tanh",
        ActivationKind.Logistic => "Sigmoid",
        ActivationKind.Relu => "Relu",
        _ => "Affine",
    };

    /// <summary>A parameter of all directions with the operator's gates, <c>[directions, gates · H, columns]</c>.</summary>
    private static GraphValue Weight(OnnxGraph graph, LayerInput layer, CellParameterKind kind, int[]? order)
    {
        WeightMatrix first = layer.Directions[0][kind];
        float[] values = [.. layer.Directions.SelectMany(direction => Ordered(direction[kind], layer.Cell, order))];
        long rows = values.LongLength / layer.Directions.Count / first.Columns;
        return graph.Initializers.AddFloats(first.Name + ".operator", [layer.Directions.Count, rows, first.Columns], values);
    }

    /// <summary>The biases of all directions, those of the input before those of the state, <c>[directions, 2 · gates · H]</c>.</summary>
    private static GraphValue Biases(OnnxGraph graph, LayerInput layer, int[]? order)
    {
        float[] values =
        [
            .. layer.Directions.SelectMany(direction => Ordered(direction[CellParameterKind.InputBias], layer.Cell, order)
                .Concat(Ordered(direction[CellParameterKind.RecurrentBias], layer.Cell, order))),
        ];
        string name = layer.Directions[0][CellParameterKind.InputBias].Name + ".operator";
        return graph.Initializers.AddFloats(name, [layer.Directions.Count, values.LongLength / layer.Directions.Count], values);
    }

    private static float[] Ordered(WeightMatrix weight, CellDefinition cell, int[]? order)
    {
        if (order is null) return weight.Values;
        float[] values = weight.Blocks(order, cell.Gates);
        if (ReferenceEquals(order, CoupledGates))
        {
            foreach (ref float value in values.AsSpan(0, values.Length / order.Length)) value = -value;
        }

        return values;
    }

    private static GraphValue PeepholesOf(OnnxGraph graph, LayerInput layer)
    {
        if (layer.Directions[0].Find(CellParameterKind.PeepholeWeight) is not { } first) return default;
        float[] values = [.. layer.Directions.SelectMany(direction => direction[CellParameterKind.PeepholeWeight].Blocks(Peepholes, Peepholes.Length))];
        return graph.Initializers.AddFloats(first.Name + ".operator", [layer.Directions.Count, 3L * layer.Hidden], values);
    }

    /// <summary>The state before the first step, <c>[directions, B, H]</c>.</summary>
    private static GraphValue Initial(OnnxGraph graph, LayerInput layer, Func<OnnxGraph, int, GraphValue> stateOf)
    {
        GraphValue[] states = [.. Enumerable.Range(0, layer.Directions.Count).Select(direction => stateOf(graph, direction))];
        return states[0].IsGiven ? graph.Join(0, [.. states.Select(state => graph.AddAxis(state, 0))]) : default;
    }

    /// <summary><c>[T, directions, B, H]</c> as <c>[T, B, directions · H]</c>.</summary>
    private static GraphValue Outputs(OnnxGraph graph, LayerInput layer, GraphValue outputs) => layer.Directions.Count == 1
        ? graph.DropAxis(outputs, 1)
        : graph.Reshape(graph.Transpose(outputs, 0, 2, 1, 3), 0, 0, 2L * layer.Hidden);

    /// <summary><c>[directions, B, H]</c> as <c>[B, directions · H]</c>.</summary>
    private static GraphValue Last(OnnxGraph graph, LayerInput layer, GraphValue states) => layer.Directions.Count == 1
        ? graph.DropAxis(states, 0)
        : graph.Reshape(graph.Transpose(states, 1, 0, 2), 0, 2L * layer.Hidden);
}
