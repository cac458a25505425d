using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.LanguageModels;

/// <summary>The language model under test, with given weights, over windows of parallel streams.</summary>
internal sealed class PackedLanguageModel : IDisposable
{
    private readonly Backend<double> _backend;
    private readonly LanguageModelArchitecture _architecture;
    private readonly ParameterSet<double> _parameters;
    private readonly Tape<double> _tape;
    private readonly LanguageModel<double> _model;
    private readonly int[][]? _words;

    /// <param name="backend">The device that computes.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="weights">All parameters by name.</param>
    /// <param name="words">The characters of each token's word, longest first; null for a model that reads none.</param>
    public PackedLanguageModel(
        Backend<double> backend, LanguageModelArchitecture architecture, IReadOnlyDictionary<string, double[]> weights, int[][]? words = null)
    {
        (_backend, _architecture, _words) = (backend, architecture, words);
        ParameterShape[] shapes = [.. architecture.Parameters().Select(shape => shape with { ByRows = false })];
        _parameters = new ParameterSet<double>(backend, shapes, learning: true);
        foreach ((string name, double[] values) in weights) _parameters.Write(name, values);
        _tape = new Tape<double>(backend);
        _model = new LanguageModel<double>(architecture, name => _parameters[name]);
    }

    public LanguageModel<double> Model => _model;

    /// <summary>The words of tokens; all of them, so that most batches hold words that no token has.</summary>
    public SpelledWords Spell(ReadOnlySpan<int> tokens) => _words is null ? default : new(Packing.Pack(_words), Packing.StepsOf(_words), tokens);

    /// <summary>The surprisal of each label, by direction and stream: <c>[directions][streams][length]</c>.</summary>
    /// <param name="tokens">The streams of each direction, longest first.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="window">The steps of a window.</param>
    public double[][][] Surprisals(int[][][] tokens, int[][][] labels, int window)
    {
        List<double>[][] read = [.. tokens.Select(streams => streams.Select(_ => new List<double>()).ToArray())];
        RunWindows(tokens, labels, window, (_, surprisals, alive) =>
        {
            for (int row = 0, direction = 0; direction < tokens.Length; direction++)
            {
                for (int step = 0; step < alive.Steps; step++)
                {
                    for (int stream = 0; stream < alive.Alive(step); stream++, row++) read[direction][stream].Add(surprisals[row]);
                }
            }
        });
        return [.. read.Select(streams => streams.Select(one => one.ToArray()).ToArray())];
    }

    /// <summary>
    /// The sum over all parameters of the gradient at element i times cos(i), where the gradients of all windows' mean losses are summed, and each window's
    /// gradient is truncated at its beginning.
    /// </summary>
    public double Gradient(int[][][] tokens, int[][][] labels, int window)
    {
        _backend.Clear(_parameters.Gradients);
        RunWindows(tokens, labels, window, (loss, _, _) => _tape.Backward(loss));
        return _parameters.Shapes.Sum(shape => Read(_parameters[shape.Name].Gradient).Select((slope, i) => slope * Math.Cos(i)).Sum());
    }

    public void Dispose()
    {
        _tape.Dispose();
        _parameters.Dispose();
    }

    private void RunWindows(int[][][] tokens, int[][][] labels, int window, Action<Variable<double>, double[], PackedSteps> ran)
    {
        using var states = new StreamStates<double>(_backend, _architecture, tokens[0].Length);
        for (int first = 0; first < tokens[0][0].Length; first += window)
        {
            _tape.Reset();
            PackedSteps steps = Packing.StepsOf(Cut(tokens[0], first, window));
            int[] ids = [.. tokens.SelectMany(one => Packing.Pack(Cut(one, first, window)))];
            var input = new LanguageModelInput(ids, steps, isFirst: first == 0) { Words = Spell(ids) };
            Variable<double> readouts = _model.Readouts(_tape, input, states, training: null);
            int[] following = [.. labels.SelectMany(one => Packing.Pack(Cut(one, first, window)))];
            (Variable<double> loss, Tensor<double> surprisals) = _model.Loss(_tape, readouts, _tape.NewIds(following), following.Length);
            ran(loss, Read(surprisals), steps);
        }
    }

    private static int[][] Cut(int[][] streams, int first, int window) =>
        [.. streams.Where(stream => stream.Length > first).Select(stream => stream[first..Math.Min(first + window, stream.Length)])];

    private double[] Read(Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
