using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// A gradient check of a whole language model with its loss, on the last window of three streams, the third of which is shorter. The streams' states before
/// the window are constants, as truncated back-propagation through time has them; where a model learns its initial state, the streams begin instead.
/// </summary>
public sealed class LanguageModelGradientCase : GradientCase
{
    private const ulong Seed = 41;
    private const double Scale = 0.8;
    private static readonly int[] Lengths = [3, 3, 2];

    private readonly LanguageModelArchitecture _architecture;
    private readonly PackedSteps _steps = new();
    private readonly GradientWords _words;
    private readonly int[] _tokens, _labels;
    private readonly int _samples;

    /// <summary>A language model with given weights.</summary>
    /// <param name="subject">A description of the case.</param>
    /// <param name="architecture">Its architecture; the window uses as many of its symbol ids as it has tokens.</param>
    /// <param name="weights">Each parameter's values, row after row.</param>
    /// <param name="samples">The classes of a sampled softmax; 0 for the full one.</param>
    public LanguageModelGradientCase(
        string subject, LanguageModelArchitecture architecture, Func<ParameterShape, IReadOnlyList<double>> weights, int samples = 0)
        : base(
            subject,
            [.. architecture.Parameters().Select(shape => new GradientInput(shape.Name, shape.Rows, shape.Columns, weights(shape)))])
    {
        (_architecture, _samples) = (architecture, samples);
        _steps.Assign(Lengths);
        int rows = architecture.Directions * _steps.Tokens;
        _words = new GradientWords(architecture, rows);
        _tokens = [.. Enumerable.Range(0, rows).Select(row => row % architecture.Symbols)];
        _labels = [.. Enumerable.Range(0, rows).Select(row => ((2 * row) + 1) % architecture.Symbols)];
    }

    /// <summary>A language model with random weights.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="samples">The classes of a sampled softmax; 0 for the full one.</param>
    public LanguageModelGradientCase(LanguageModelArchitecture architecture, int samples = 0)
        : this($"language model, {architecture}{(samples > 0 ? $", {samples} classes sampled" : "")}", architecture, Draw(architecture), samples)
    {
    }

    /// <summary>The number of tokens of the window in each direction.</summary>
    public static int WindowTokens => Lengths.Sum();

    /// <summary>The number of distinct characters of the window.</summary>
    public const int WindowCharacters = GradientWords.MostCharacters;

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Dictionary<string, Variable<T>> parameters = Inputs.Zip(inputs).ToDictionary(one => one.First.Name, one => one.Second);
        var model = new LanguageModel<T>(_architecture, name => parameters[name]);
        Tensor<T> values = tape.NewTensor(_architecture.States * Lengths.Length, _architecture.StateWidth);
        T[] carried = [.. Enumerable.Range(0, values.Count).Select(i => T.CreateTruncating(Scale * Math.Cos(0.7 * i)))];
        tape.Backend.Upload(carried, values);
        var input = new LanguageModelInput(_tokens, _steps, isFirst: _architecture.Variant.LearnInitialState) { Words = _words.Spelled };
        var states = new StreamStates<T>(_architecture, values);
        var step = new TrainingStep(Seed, Number: 1, Window: 0);
        Variable<T> readouts = model.Readouts(tape, input, states, step);
        LogUniformSampler<T>? sampler = _samples > 0 ? new LogUniformSampler<T>(_architecture.Symbols, _samples) : null;
        return model.TrainingLoss(tape, readouts, _labels, _labels.Length, sampler, step);
    }

    private static Func<ParameterShape, IReadOnlyList<double>> Draw(LanguageModelArchitecture architecture)
    {
        var random = new PhiloxRandom(Seed, stream: 0);
        Dictionary<string, GradientInput> drawn = architecture.Parameters()
            .ToDictionary(shape => shape.Name, shape => GradientInput.Draw(random, shape.Name, shape.Rows, shape.Columns, Scale));
        return shape => drawn[shape.Name].Values;
    }
}
