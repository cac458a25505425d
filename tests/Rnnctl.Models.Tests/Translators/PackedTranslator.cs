using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>The translator under test, with given weights, over packed batches of pairs.</summary>
internal sealed class PackedTranslator : IDisposable
{
    public const int Begin = 1;

    private readonly Backend<double> _backend;
    private readonly ParameterSet<double> _parameters;
    private readonly Tape<double> _tape;

    public PackedTranslator(Backend<double> backend, TranslatorArchitecture architecture, IReadOnlyDictionary<string, double[]> weights)
    {
        _backend = backend;
        ParameterShape[] shapes = [.. architecture.Parameters().Select(shape => shape with { ByRows = false })];
        _parameters = new ParameterSet<double>(backend, shapes, learning: true);
        foreach ((string name, double[] values) in weights) _parameters.Write(name, values);
        _tape = new Tape<double>(backend);
        Translator = new Translator<double>(architecture, name => _parameters[name]);
    }

    public Translator<double> Translator { get; }

    /// <summary>What it reads of language models.</summary>
    public ContextualInput Contextual { get; init; }

    /// <summary>A target's symbols as the decoder reads them: the begin symbol and all but the last.</summary>
    public static int[] Before(int[] target) => [Begin, .. target[..^1]];

    /// <summary>
    /// Of every symbol of the targets, in packed order, the logarithms of the probabilities of all symbols in its place, <c>[N][V]</c>; and the loss.
    /// </summary>
    /// <param name="sources">The sources, longest first.</param>
    /// <param name="targets">The targets, longest first.</param>
    /// <param name="places">The place of each target's source.</param>
    /// <param name="smoothing">ε of label smoothing.</param>
    /// <param name="training">The training step, or null.</param>
    public (double[][] LogProbabilities, double Loss) Run(
        int[][] sources, int[][] targets, int[] places, double smoothing, TrainingStep? training = null)
    {
        Variable<double> readouts = Readouts(sources, targets, places, training);
        int[] labels = Packing.Pack(targets);
        double loss = Read(Translator.Loss(_tape, readouts, _tape.NewIds(labels), smoothing, labels.Length).Loss.Value)[0];
        double[][] bySymbol = [.. Enumerable.Range(0, Translator.Architecture.TargetSymbols).Select(symbol => Surprisals(symbol))];
        return ([.. labels.Select((_, row) => bySymbol.Select(surprisals => -surprisals[row]).ToArray())], loss);

        double[] Surprisals(int symbol)
        {
            Tensor<int> ids = _tape.NewIds([.. labels.Select(_ => symbol)]);
            return Read(Translator.Loss(_tape, readouts, ids, smoothing: 0, ids.Count).Surprisals);
        }
    }

    /// <summary>Each symbol's surprisal in packed order; and the sum over all parameters of the loss's gradient at element i times cos(i).</summary>
    public (double[] Surprisals, double Gradient) Learn(int[][] sources, int[][] targets, int[] places)
    {
        Variable<double> readouts = Readouts(sources, targets, places, training: null);
        Tensor<int> labels = _tape.NewIds(Packing.Pack(targets));
        (Variable<double> loss, Tensor<double> surprisals) = Translator.Loss(_tape, readouts, labels, smoothing: 0, labels.Count);
        _tape.Backward(loss);
        return (Read(surprisals), _parameters.Shapes.Sum(shape => Read(_parameters[shape.Name].Gradient).Select((slope, i) => slope * Math.Cos(i)).Sum()));
    }

    public void Dispose()
    {
        _tape.Dispose();
        _parameters.Dispose();
    }

    private Variable<double> Readouts(int[][] sources, int[][] targets, int[] places, TrainingStep? training)
    {
        _tape.Reset();
        var input = new TranslatorInput(
            Packing.Pack(sources), Packing.StepsOf(sources), Packing.Pack(targets.Select(Before)), Packing.StepsOf(targets), places)
        {
            Contextual = Contextual,
        };
        return Translator.Readouts(_tape, input, training);
    }

    private double[] Read(Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
