using Rnnctl.Compute.Cells;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Taggers;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;

namespace Rnnctl.Onnx.Models;

/// <summary>The graph of a tagger: see <see cref="Tagger{T}"/>. Batches are padded here, B sentences of at most T tokens.</summary>
internal sealed class TaggerGraph
{
    private const string Sentences = "batch", Tokens = "length";

    private readonly OnnxGraph _graph = new("tagger");
    private readonly TaggerArchitecture _architecture;
    private readonly Func<string, WeightMatrix> _weights;

    private TaggerGraph(TaggerArchitecture architecture, Func<string, WeightMatrix> weights) => (_architecture, _weights) = (architecture, weights);

    /// <summary>Builds the graph.</summary>
    /// <param name="architecture">The tagger's architecture.</param>
    /// <param name="weights">Returns the weights of a name.</param>
    /// <param name="rules">The label sequences that a conditional random field or a label model may choose; null for all.</param>
    /// <param name="decodes">Whether the graph finds the best labels of one of these.</param>
    public static OnnxGraph Of(TaggerArchitecture architecture, Func<string, WeightMatrix> weights, LabelRules? rules, bool decodes)
    {
        var tagger = new TaggerGraph(architecture, weights);
        tagger.Build(rules, decodes);
        return tagger._graph;
    }

    private void Build(LabelRules? rules, bool decodes)
    {
        GraphValue tokens = _graph.Input("tokens", ElementType.Int64, "The ids of the tokens; any id beyond a sentence's end", Sentences, Tokens);
        GraphValue given = _graph.Input("lengths", ElementType.Int64, "The number of tokens of each sentence", Sentences);
        GraphValue ids = _graph.Transpose(tokens, 1, 0);
        var lengths = BatchLengths.Of(_graph, ids, given);
        GraphValue logits = Logits(Vectors(ids), lengths);
        GraphValue isToken = _graph.Transpose(_graph.IsBefore(_graph.SizeOf(ids, 0), given), 1, 0);
        if (_architecture.ChainName is { } chain) BuildChain(chain, logits, lengths, isToken, rules, decodes);
        else BuildSoftmax(logits, isToken);
    }

    /// <summary>Each token's embedding, joined with the vector of its characters and the embeddings of its features, <c>[T, B, width]</c>.</summary>
    private GraphValue Vectors(GraphValue ids)
    {
        List<GraphValue> vectors = [_graph.Embed(_graph.Matrix(_weights("embedding.weight")), ids)];
        if (_architecture.Characters is { } characters)
        {
            GraphValue spelled = _graph.Input(
                "characters", ElementType.Int64, "The ids of each token's characters; any id beyond a token's end", Sentences, Tokens, "word_length");
            GraphValue wordLengths = _graph.Input("word_lengths", ElementType.Int64, "The number of characters of each token", Sentences, Tokens);
            vectors.Add(new WordVectors(_graph, characters, _weights).Of(spelled, wordLengths));
        }

        for (int feature = 0; feature < _architecture.Features.Count; feature++)
        {
            GraphValue values = _graph.Input($"feature_{feature + 1}", ElementType.Int64, "The ids of a feature of each token", Sentences, Tokens);
            vectors.Add(_graph.Embed(_graph.Matrix(_weights(TaggerArchitecture.FeatureTable(feature))), _graph.Transpose(values, 1, 0)));
        }

        return _graph.Join(-1, [.. vectors]);
    }

    /// <summary>Every token's logits, <c>[T, B, L]</c>.</summary>
    private GraphValue Logits(GraphValue vectors, BatchLengths lengths)
    {
        var stack = new LayerStack(_graph, _architecture.Stack, _weights) { CompleteTop = WithOutputLayer };
        GraphValue x = stack.Run(vectors, lengths).Output;
        if (_architecture.SelfAttention is { } attention) x = SentenceAttention.Apply(_graph, attention, _weights, x, lengths);
        return _graph.Linear(x, _weights("output.weight"), _weights("output.bias"));
    }

    /// <summary>A Jordan network's memory is the tagger's output: its top layer reads the output layer's columns of a direction.</summary>
    private DirectionWeights WithOutputLayer(DirectionWeights weights, int direction)
    {
        int width = _architecture.Stack.Width / _architecture.Directions;
        return weights.With(
        [
            new(CellParameterKind.OutputWeight, _weights("output.weight").SliceColumns(direction * width, width)),
            new(CellParameterKind.OutputBias, _weights("output.bias")),
        ]);
    }

    private void BuildSoftmax(GraphValue logits, GraphValue isToken)
    {
        GraphValue probabilities = _graph.Transpose(_graph.Softmax(logits), 1, 0, 2);
        _graph.Output(
            "probabilities", probabilities, ElementType.Float, "Each token's distribution over the labels", Sentences, Tokens, _architecture.Labels);
        OutputLabels(_graph.Transpose(_graph.ArgMax(logits, 2), 1, 0), isToken);
    }

    /// <summary>
    /// The scores of the conditional random field or of the label model: each token's emissions, and the transitions, which are minus infinity where the rules
    /// forbid them.
    /// </summary>
    private void BuildChain(string chain, GraphValue emissions, BatchLengths lengths, GraphValue isToken, LabelRules? rules, bool decodes)
    {
        int labels = _architecture.Labels;
        IEnumerable<int> all = Enumerable.Range(0, labels);
        float[] between = Allowed($"{chain}.transitions", all.SelectMany(previous => all.Select(label => rules?.MayFollow(previous, label) ?? true)));
        float[] first = Allowed($"{chain}.start_transitions", all.Select(label => rules?.MayStart(label) ?? true));
        float[] last = Allowed($"{chain}.end_transitions", all.Select(label => rules?.MayEnd(label) ?? true));
        GraphValue transitions = _graph.Initializers.AddFloats($"{chain}.all_transitions", [labels + 1, labels], [.. between, .. first]);
        GraphValue end = _graph.Initializers.AddFloats($"{chain}.end_transitions", [labels], last);

        _graph.Output(
            "emissions", _graph.Transpose(emissions, 1, 0, 2), ElementType.Float, "The scores of each token's labels", Sentences, Tokens, labels);
        _graph.Output(
            "transitions", _graph.Slice(transitions, 0, 0, labels), ElementType.Float, "The score of the second label after the first", labels, labels);
        _graph.Output(
            "start_transitions", _graph.DropAxis(_graph.Slice(transitions, 0, labels, labels + 1), 0), ElementType.Float,
            "The scores of labels at a sentence's start", labels);
        _graph.Output("end_transitions", end, ElementType.Float, "The scores of labels at a sentence's end", labels);
        if (!decodes) return;
        GraphValue best = new ViterbiDecoder(_graph, transitions, end, labels).Best(emissions, lengths.IsInside);
        OutputLabels(_graph.Transpose(best, 1, 0), isToken);

        float[] Allowed(string name, IEnumerable<bool> allowed) =>
            [.. _weights(name).Values.Zip(allowed, (score, isAllowed) => isAllowed ? score : float.NegativeInfinity)];
    }

    private void OutputLabels(GraphValue labels, GraphValue isToken) => _graph.Output(
        "labels", _graph.Where(isToken, labels, _graph.Integer(-1)), ElementType.Int64, "The ids of the best labels; -1 beyond a sentence's end", Sentences,
        Tokens);
}
