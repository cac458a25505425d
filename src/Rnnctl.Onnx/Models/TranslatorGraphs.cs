using Rnnctl.Models.Translators;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;

namespace Rnnctl.Onnx.Models;

/// <summary>
/// The graphs of a translator: see <see cref="Translator{T}"/>. The encoder reads whole sources once; the decoder makes one step for each of B hypotheses. What
/// the encoder gives, the decoder takes under the same name; what a step gives under <c>next_</c>, the next step takes without it.
/// </summary>
internal sealed class TranslatorGraphs(TranslatorArchitecture architecture, Func<string, WeightMatrix> weights)
{
    private const string Rows = "batch", Positions = "length";

    private bool Attends => architecture.Attention != AttentionKind.None;

    private int Width => architecture.Hidden;

    /// <summary>The graph of the encoder.</summary>
    public OnnxGraph Encoder()
    {
        var graph = new OnnxGraph("encoder");
        GraphValue tokens = graph.Input("tokens", ElementType.Int64, "The ids of the source's symbols; any id beyond its end", Rows, Positions);
        GraphValue given = graph.Input("lengths", ElementType.Int64, "The number of symbols of each source, the end symbol among them", Rows);
        GraphValue ids = graph.Transpose(tokens, 1, 0);
        var lengths = BatchLengths.Of(graph, ids, given);
        GraphValue embedded = graph.Embed(graph.Matrix(weights(architecture.SourceTable)), ids);
        (GraphValue outputs, LayerStates[] states) = new LayerStack(graph, architecture.Encoder, weights).Run(embedded, lengths);
        GraphValue context = Context(graph, outputs, states, lengths);
        if (Attends)
        {
            OutputOutputs("keys", "What the attention compares with its query", "key");
            OutputOutputs("values", "What the attention takes the mean of", "value");
        }

        if (architecture.ReadsContext) graph.Output("context", context, ElementType.Float, "The vector of each source", Rows, Width);
        OutputStates(graph, prefix: "", FirstStates(graph, context, states));
        if (architecture.InputFeeding)
            graph.Output("fed", graph.Zeros(graph.SizesOf(ids, 1, 1), Width), ElementType.Float, "What the first step reads of the step before", Rows, Width);
        return graph;

        void OutputOutputs(string name, string description, string projection) => graph.Output(
            name, graph.Transpose(new AttentionStep(graph, architecture, weights).Projected(projection, outputs), 1, 0, 2), ElementType.Float, description,
            Rows, Positions, Width);
    }

    /// <summary>The graph of one step of the decoder.</summary>
    public OnnxGraph Decoder()
    {
        var graph = new OnnxGraph("decoder");
        GraphValue symbols = graph.Input("symbols", ElementType.Int64, "The id of the symbol before: at first the begin symbol", Rows);
        List<GraphValue> joined = [graph.Embed(graph.Matrix(weights(architecture.TargetTable)), symbols)];
        AttentionSource source = Attends
            ? new AttentionSource(
                graph.Input("keys", ElementType.Float, "Of each row's source, as the encoder gives them", Rows, Positions, Width),
                graph.Input("values", ElementType.Float, "Of each row's source, as the encoder gives them", Rows, Positions, Width),
                graph.Input("lengths", ElementType.Int64, "The number of symbols of each row's source", Rows))
            : default;
        if (architecture.ReadsContext) joined.Add(graph.Input("context", ElementType.Float, "Of each row's source, as the encoder gives it", Rows, Width));
        StepState[] before = InputStates(graph);
        var attention = new AttentionStep(graph, architecture, weights);
        GraphValue attended = default, shares = default;
        if (architecture.QueriesPreviousState) (attended, shares) = attention.Apply(before[^1].Hidden, source);
        if (architecture.QueriesPreviousState) joined.Add(attended);
        else if (architecture.InputFeeding) joined.Add(graph.Input("fed", ElementType.Float, "next_fed of the step before", Rows, Width));
        GraphValue x = graph.AddAxis(graph.Join(-1, [.. joined]), 0);
        (GraphValue outputs, LayerStates[] states) = new LayerStack(graph, architecture.Decoder, weights).Run(x, lengths: null, before);
        GraphValue h = graph.DropAxis(outputs, 0);
        if (Attends && !architecture.QueriesPreviousState) (attended, shares) = attention.Apply(h, source);
        GraphValue readout = Attends ? Readout(graph, attended, h) : h;

        GraphValue logits = graph.Add(graph.Product(readout, OutputWeight(graph)), graph.Vector(weights("output.bias")));
        graph.Output(
            "log_probabilities", graph.LogSoftmax(logits), ElementType.Float, "log p of each symbol as the next", Rows, architecture.TargetSymbols);
        if (Attends)
            graph.Output("attention", shares, ElementType.Float, "The share of each of the source's positions, the mean of all heads", Rows, Positions);
        OutputStates(graph, "next_", [.. states.Select(layer => new StepState(layer.Hidden, layer.Memory))]);
        if (architecture.InputFeeding) graph.Output("next_fed", readout, ElementType.Float, "fed of the next step", Rows, Width);
        return graph;
    }

    /// <summary>tanh(W [a; s] + b).</summary>
    private GraphValue Readout(OnnxGraph graph, GraphValue attended, GraphValue h) =>
        graph.Tanh(graph.Linear(graph.Join(-1, attended, h), weights("readout.weight"), weights("readout.bias")));

    private GraphValue OutputWeight(OnnxGraph graph) => architecture.TieEmbeddings
        ? graph.Transpose(graph.Matrix(weights(architecture.TargetTable)), 1, 0)
        : graph.Matrix(weights("output.weight").Transposed());

    /// <summary>The vector of a whole source, <c>[B, H]</c>: see <see cref="ContextKind"/>.</summary>
    private GraphValue Context(OnnxGraph graph, GraphValue outputs, LayerStates[] states, BatchLengths lengths)
    {
        if (architecture.ContextUse == ContextUse.None) return default;
        if (architecture.Context == ContextKind.Mean)
        {
            GraphValue sum = graph.Sum(graph.Where(lengths.IsInside, outputs, graph.Number(0)), axis: 0);
            GraphValue count = graph.Apply("Cast", [lengths.Lengths], NodeAttribute.Of("to", (long)ElementType.Float));
            return graph.Divide(sum, graph.AddAxis(count, 1));
        }

        GraphValue last = states[^1].Hidden;
        return architecture.Context == ContextKind.Last ? last : graph.Tanh(graph.Linear(last, weights("context.weight"), weights("context.bias")));
    }

    /// <summary>The decoder's states before its first step: see <see cref="Bridge{T}"/>.</summary>
    private StepState[] FirstStates(OnnxGraph graph, GraphValue context, LayerStates[] encoder)
    {
        bool copies = !architecture.StartsFromContext && architecture.InitialState == InitialStateKind.Copy;
        bool copiesMemory = copies && architecture.EncoderCell.HasMemory && architecture.DecoderCell.HasMemory;
        GraphValue zeros = graph.Multiply(encoder[0].Hidden, graph.Number(0));
        var states = new StepState[architecture.Layers];
        for (int layer = 0; layer < states.Length; layer++)
        {
            LayerStates last = encoder[layer + encoder.Length - states.Length];
            GraphValue hidden = architecture.StartsFromContext ? context
                : copies ? last.Hidden
                : architecture.StartsBackward ? FromBackward(graph, last.Hidden, layer)
                : zeros;
            GraphValue memory = !architecture.DecoderCell.CarriesMemory ? default : copiesMemory ? last.Memory : zeros;
            states[layer] = new StepState(hidden, memory);
        }

        return states;
    }

    /// <summary>tanh(W h1) of the reverse direction's state at the first symbol.</summary>
    private GraphValue FromBackward(OnnxGraph graph, GraphValue last, int layer) =>
        graph.Tanh(graph.Linear(graph.Slice(last, axis: 1, Width / 2, Width), weights($"initial.weight_l{layer}")));

    private StepState[] InputStates(OnnxGraph graph)
    {
        const string Description = "A layer's state before the step";
        var states = new StepState[architecture.Layers];
        for (int layer = 0; layer < states.Length; layer++)
        {
            GraphValue hidden = graph.Input($"hidden_{layer}", ElementType.Float, Description, Rows, Width);
            GraphValue memory = architecture.DecoderCell.CarriesMemory
                ? graph.Input($"memory_{layer}", ElementType.Float, Description, Rows, Width)
                : default;
            states[layer] = new StepState(hidden, memory);
        }

        return states;
    }

    private void OutputStates(OnnxGraph graph, string prefix, StepState[] states)
    {
        string description = prefix.Length == 0 ? "A layer's state before the first step" : "A layer's state after the step";
        for (int layer = 0; layer < states.Length; layer++)
        {
            (GraphValue hidden, GraphValue memory) = states[layer];
            graph.Output($"{prefix}hidden_{layer}", hidden, ElementType.Float, description, Rows, Width);
            if (memory.IsGiven) graph.Output($"{prefix}memory_{layer}", memory, ElementType.Float, description, Rows, Width);
        }
    }
}
