using Rnnctl.Models.Tests.Contextual;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>
/// A translator computed number by number from the papers, one pair at a time and without packing, as it runs when it does not learn: it shares no code with
/// the translator under test. The papers are Cho et al. 2014, Sutskever, Vinyals and Le 2014, Bahdanau, Cho and Bengio 2014, Luong, Pham and Manning 2015, and
/// Press and Wolf 2017.
/// </summary>
internal sealed class NaiveTranslator
{
    private readonly TranslatorArchitecture _architecture;
    private readonly IReadOnlyDictionary<string, double[]> _parameters;
    private readonly NaiveStack _encoder, _decoder;

    public NaiveTranslator(TranslatorArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
    {
        (_architecture, _parameters) = (architecture, parameters);
        bool bidirectional = architecture.Bidirectional;
        _encoder = new NaiveStack(
            "encoder.", architecture.EncoderCell, bidirectional ? architecture.Hidden / 2 : architecture.Hidden,
            architecture.EncoderLayers ?? architecture.Layers, bidirectional, architecture.Variant, parameters);
        _decoder = new NaiveStack(
            "decoder.", architecture.DecoderCell, architecture.Hidden, architecture.Layers, bidirectional: false, architecture.Variant, parameters);
    }

    /// <summary>The vectors that each language model gives for each word of a source, <c>[models][layers][words][width]</c>.</summary>
    public Func<int[], double[][][][]> Contextual { get; init; } = _ => [];

    /// <summary>The word of a symbol of a source, or null for a symbol of none.</summary>
    public Func<int[], int, int?> WordOf { get; init; } = (_, _) => null;

    /// <summary>The translation of a source, before its first symbol.</summary>
    public NaiveTranslation Begin(int[] source)
    {
        double[][] x = [.. source.Select((symbol, t) => (double[])[.. Embedded("source_embedding.weight", symbol), .. Mixed(source, "input", t)])];
        NaiveLayerRun[] layers = _encoder.Run(x);
        layers[^1] = layers[^1] with { Outputs = [.. layers[^1].Outputs.Select((h, t) => Joined(h, Mixed(source, "output", t)))] };
        double[]? context = _architecture.ContextUse == ContextUse.None ? null : Context(layers[^1]);
        return new NaiveTranslation(this, _architecture, _parameters, layers[^1].Outputs, context, FirstStates(layers, context));
    }

    /// <summary>The logarithms of the probabilities of all symbols at each step, where these stand before them: <c>[steps][V]</c>.</summary>
    public double[][] LogProbabilities(int[] source, int[] before)
    {
        NaiveTranslation translation = Begin(source);
        return [.. before.Select(symbol => translation.Next(symbol).LogProbabilities)];
    }

    /// <summary>The embedding of a target symbol.</summary>
    public double[] Embedded(int symbol) => Embedded("target_embedding.weight", symbol);

    /// <summary>The decoder's output at a step; the states become those of the step.</summary>
    public double[] Decode(double[] x, NaiveState[] states) => _decoder.Step(x, states);

    /// <summary>log softmax(W r + b), where W is the table of the target's embeddings if the two are tied (Press and Wolf 2017).</summary>
    public double[] LogProbabilities(double[] readout)
    {
        double[] weight = _parameters[_architecture.TieEmbeddings ? TableOf("target_embedding.weight") : "output.weight"];
        double[] logits = NaiveMatrix.Affine(weight, _parameters["output.bias"], readout);
        double sum = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - sum)];
    }

    /// <summary>The mixes of a symbol's word, 0 for a symbol of none (Peters et al. 2018); nothing at a place without mixes.</summary>
    private double[] Mixed(int[] source, string place, int t)
    {
        if (!_parameters.ContainsKey($"contextual_1.{place}.weights")) return [];
        return WordOf(source, t) is { } word
            ? new NaiveMix(_architecture.Contextual, _parameters).Of(Contextual(source), place, word)
            : new double[_architecture.Contextual!.Models.Sum(model => model.Width)];
    }

    /// <summary>W [h; y] + b, or h where there is no y.</summary>
    private double[] Joined(double[] h, double[] y) =>
        y.Length == 0 ? h : NaiveMatrix.Affine(_parameters["joined.weight"], _parameters["joined.bias"], [.. h, .. y]);

    private string TableOf(string name) => _architecture.JointVocabulary ? "embedding.weight" : name;

    private double[] Embedded(string table, int symbol) => NaiveMatrix.Row(_parameters[TableOf(table)], symbol, _architecture.Embedding);

    /// <summary>c, of the encoder's top layer.</summary>
    private double[] Context(NaiveLayerRun top)
    {
        switch (_architecture.Context)
        {
            case ContextKind.Mean:
                return [.. Enumerable.Range(0, _architecture.Hidden).Select(column => top.Outputs.Average(h => h[column]))];
            case ContextKind.Transform:
                double[] sums = NaiveMatrix.Affine(_parameters["context.weight"], _parameters["context.bias"], top.End.Hidden);
                return [.. sums.Select(Math.Tanh)];
            default:
                return top.End.Hidden;
        }
    }

    private NaiveState[] FirstStates(NaiveLayerRun[] layers, double[]? context)
    {
        bool fromContext = _architecture.ContextUse is ContextUse.Initial or ContextUse.Both;

        // A deeper encoder has layers at its bottom whose last states nothing reads.
        IEnumerable<NaiveLayerRun> top = layers.TakeLast(_architecture.Layers);
        return [.. top.Select((layer, number) => fromContext ? new NaiveState(context!, Zeros()) : FirstState(layer, number))];
    }

    private NaiveState FirstState(NaiveLayerRun layer, int number)
    {
        switch (_architecture.InitialState)
        {
            case InitialStateKind.Copy:
                bool bothRemember = _architecture.EncoderCell.HasMemory && _architecture.DecoderCell.HasMemory;
                return new NaiveState(layer.End.Hidden, bothRemember ? layer.End.Memory : Zeros());
            case InitialStateKind.Backward:
                // s_0 = tanh(W_s h_1 of the reverse direction) (Bahdanau et al. 2014, appendix A.2.2).
                double[] reverse = layer.States[0][(_architecture.Hidden / 2)..];
                return new NaiveState([.. NaiveMatrix.Product(_parameters[$"initial.weight_l{number}"], reverse).Select(Math.Tanh)], Zeros());
            default:
                return new NaiveState(Zeros(), Zeros());
        }
    }

    private double[] Zeros() => new double[_architecture.Hidden];
}
