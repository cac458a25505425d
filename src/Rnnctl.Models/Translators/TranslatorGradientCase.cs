using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Translators;

/// <summary>A gradient check of a whole translator with its loss, on three pairs of different lengths, with sources and targets in different orders.</summary>
public sealed class TranslatorGradientCase : GradientCase
{
    private const ulong Seed = 37;
    private const double Smoothing = 0.1;

    // Large weights make the encoder's outputs differ; otherwise the attention's gradient is smaller than rounding errors.
    private const double Scale = 1.2;

    private static readonly int[] SourceLengths = [4, 3, 1];
    private static readonly int[] TargetLengths = [4, 2, 2];
    private static readonly int[] Places = [1, 2, 0];

    // For language models, the first source has two words, of two symbols and of one, the second two words, the third none; each ends with a symbol of no word.
    private static readonly int[] Words = [2, 2];
    private static readonly int[] WordOfSymbol = [0, 1, 4, 0, 3, 2, 4, 4];

    private readonly TranslatorArchitecture _architecture;
    private readonly PackedSteps _sourceSteps = new(), _targetSteps = new();
    private readonly int[] _sources, _targets, _labels;
    private readonly ContextualInput _contextual;

    /// <summary>A translator with given weights.</summary>
    /// <param name="subject">A description of the case.</param>
    /// <param name="architecture">Its architecture; the batch uses as many of its symbol ids as it has tokens.</param>
    /// <param name="weights">Each parameter's values, row after row.</param>
    public TranslatorGradientCase(string subject, TranslatorArchitecture architecture, Func<ParameterShape, IReadOnlyList<double>> weights)
        : base(
            subject,
            [.. architecture.Parameters().Select(shape => new GradientInput(shape.Name, shape.Rows, shape.Columns, weights(shape)))])
    {
        _architecture = architecture;
        _sourceSteps.Assign(SourceLengths);
        _targetSteps.Assign(TargetLengths);
        _contextual = GradientContext.Of(architecture.Contextual, Words, Seed) with { WordOfSymbol = WordOfSymbol };
        _sources = [.. Enumerable.Range(0, _sourceSteps.Tokens).Select(row => row % architecture.SourceSymbols)];
        _targets = [.. Enumerable.Range(0, _targetSteps.Tokens).Select(row => (row + 1) % architecture.TargetSymbols)];
        _labels = [.. Enumerable.Range(0, _targetSteps.Tokens).Select(row => (2 * row) % architecture.TargetSymbols)];
    }

    /// <summary>A translator with random weights.</summary>
    /// <param name="architecture">Its architecture.</param>
    public TranslatorGradientCase(TranslatorArchitecture architecture)
        : this($"translator, {architecture}", architecture, Draw(architecture))
    {
    }

    /// <summary>The number of symbols of the longer side of the batch.</summary>
    public static int BatchSymbols => Math.Max(SourceLengths.Sum(), TargetLengths.Sum());

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Dictionary<string, Variable<T>> parameters = Inputs.Zip(inputs).ToDictionary(one => one.First.Name, one => one.Second);
        var translator = new Translator<T>(_architecture, name => parameters[name]);
        var input = new TranslatorInput(_sources, _sourceSteps, _targets, _targetSteps, Places) { Contextual = _contextual };
        Variable<T> readouts = translator.Readouts(tape, input, new TrainingStep(Seed, Number: 1, Window: 0));
        return translator.Penalized(tape, translator.Loss(tape, readouts, tape.NewIds(_labels), Smoothing, _labels.Length).Loss);
    }

    private static Func<ParameterShape, IReadOnlyList<double>> Draw(TranslatorArchitecture architecture)
    {
        var random = new PhiloxRandom(Seed, stream: 0);
        Dictionary<string, GradientInput> drawn = architecture.Parameters()
            .ToDictionary(shape => shape.Name, shape => GradientInput.Draw(random, shape.Name, shape.Rows, shape.Columns, Scale));
        return shape => drawn[shape.Name].Values;
    }
}
