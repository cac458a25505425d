using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// A gradient check of all <see cref="ContextualLayers{T}"/> side by side: the vectors of five words in two sentences, some of which have two symbols. The
/// inputs are the language model's parameters without the output layer.
/// </summary>
public sealed class ContextualLayersGradientCase : GradientCase
{
    private const ulong Seed = 43;
    private const double Scale = 0.8;

    // [<s> a b b c c] and [<s> d e e], and backward [</s> c c b b a] and [</s> e e d], packed: rows 0 and 1 are the first step, rows 8 and 9 the last two.
    private static readonly int[] Lengths = [6, 4];
    private static readonly int[] ForwardRows = [2, 6, 9, 3, 7], BackwardRows = [9, 8, 4, 7, 5];

    private readonly LanguageModelArchitecture _architecture;
    private readonly PackedSteps _steps = new();
    private readonly int[] _tokens, _rows;

    /// <summary>The layers of a language model with random weights.</summary>
    /// <param name="architecture">The language model's architecture.</param>
    public ContextualLayersGradientCase(LanguageModelArchitecture architecture)
        : base($"contextual layers, {architecture}", Draw(architecture))
    {
        _architecture = architecture;
        _steps.Assign(Lengths);
        _tokens = [.. Enumerable.Range(0, architecture.Directions * _steps.Tokens).Select(row => row % architecture.Symbols)];
        _rows = [.. ForwardRows, .. architecture.Directions == 2 ? BackwardRows : []];
    }

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Dictionary<string, Variable<T>> learnt = Inputs.Zip(inputs).ToDictionary(one => one.First.Name, one => one.Second);
        var model = new LanguageModel<T>(_architecture, name => learnt.GetValueOrDefault(name));
        var symbols = new LanguageModelInput(_tokens, _steps, isFirst: true);
        Variable<T>[] layers = [.. new ContextualLayers<T>(model).Run(tape, symbols, _rows, states: null, new TrainingStep(Seed, Number: 1, Window: 0))];
        Variable<T> joined = tape.NewVariable(ForwardRows.Length, layers.Sum(layer => layer.Columns));
        int column = 0;
        foreach (Variable<T> layer in layers)
        {
            Copy<T>.Apply(tape, layer, joined.SliceColumns(column, layer.Columns));
            column += layer.Columns;
        }

        return joined;
    }

    private static GradientInput[] Draw(LanguageModelArchitecture architecture)
    {
        var random = new PhiloxRandom(Seed, stream: 0);
        return [.. architecture.Parameters()
            .Where(shape => !shape.Name.StartsWith("output.", StringComparison.Ordinal))
            .Select(shape => GradientInput.Draw(random, shape.Name, shape.Rows, shape.Columns, Scale))];
    }
}
