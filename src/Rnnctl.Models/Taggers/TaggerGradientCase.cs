using System.Numerics;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Taggers;

/// <summary>A gradient check of a whole tagger with its loss, on three sentences of different lengths. One label does not count.</summary>
public sealed class TaggerGradientCase : GradientCase
{
    private const ulong Seed = 31;
    private static readonly int[] Lengths = [4, 2, 1];

    // Words of three, two and one characters; the tokens are these words in turn. In packed order, the longest word's last character is its first.
    private static readonly int[] WordLengths = [3, 2, 1];
    private static readonly int[] Characters = [0, 1, 2, 3, 4, 0];

    private readonly TaggerArchitecture _architecture;
    private readonly PackedSteps _steps = new();
    private readonly PackedSteps _wordSteps = new();
    private readonly int[] _tokens, _labels, _characters, _wordOfToken, _features;
    private readonly ContextualInput _contextual;
    private readonly double _teacherWeight;

    /// <summary>A tagger with given weights.</summary>
    /// <param name="subject">A description of the case.</param>
    /// <param name="architecture">Its architecture; the batch uses each token id, then the first one again.</param>
    /// <param name="weights">Each parameter's values, row after row.</param>
    public TaggerGradientCase(string subject, TaggerArchitecture architecture, Func<ParameterShape, IReadOnlyList<double>> weights)
        : base(subject, [.. Learnt(architecture).Parameters().Select(shape => Input(shape, weights(shape)))])
    {
        _architecture = Learnt(architecture);
        _steps.Assign(Lengths);
        _wordSteps.Assign(WordLengths);
        _characters = [.. Characters.Select(character => character % (architecture.Characters?.Characters ?? 1))];
        _wordOfToken = [.. Enumerable.Range(0, _steps.Tokens).Select(row => row % WordLengths.Length)];
        _features = [.. architecture.Features.SelectMany((size, feature) => Enumerable.Range(feature, _steps.Tokens).Select(row => row % size))];
        _contextual = GradientContext.Of(architecture.Contextual, Lengths, Seed);
        _tokens = [.. Enumerable.Range(0, _steps.Tokens).Select(row => row % architecture.Tokens)];
        _labels = [.. Enumerable.Range(0, _steps.Tokens).Select(row => row == 1 ? -1 : row % architecture.Labels)];
    }

    /// <summary>A tagger with random weights.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="teacherWeight">The weight of teachers' distributions in the loss; 0 for no teachers.</param>
    public TaggerGradientCase(TaggerArchitecture architecture, double teacherWeight = 0)
        : this(SubjectOf(architecture) + (teacherWeight > 0 ? ", taught" : ""), architecture, Draw(architecture)) => _teacherWeight = teacherWeight;

    /// <summary>The number of tokens of the batch.</summary>
    public static int BatchTokens => Lengths.Sum();

    /// <summary>The number of distinct characters of the batch.</summary>
    public static int BatchCharacters => Characters.Max() + 1;

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        var tagger = new Tagger<T>(_architecture, name => inputs[PlaceOf(name)]);
        Variable<T> logits = tagger.Logits(tape, Input(), new TrainingStep(Seed, Number: 3, Window: 0));
        Variable<T> loss = tagger.TrainingLoss(tape, logits, tape.NewIds(_labels), _steps, _labels.Count(label => label >= 0));
        if (_teacherWeight > 0) loss = DistilledLoss<T>.Apply(tape, loss, logits, Targets(tape), _teacherWeight, _labels.Length);
        return tagger.Penalized(tape, loss);
    }

    /// <summary>Distributions over the labels; the first token's is sure of one.</summary>
    private Tensor<T> Targets<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int labels = _architecture.Labels;
        Tensor<T> targets = tape.NewTensor(_tokens.Length, labels);
        IEnumerable<double> rows = Enumerable.Range(0, _tokens.Length).SelectMany(row => Enumerable.Range(0, labels).Select(label =>
            row == 0 ? (label == 0 ? 1.0 : 0) : 2.0 * (((row + label) % labels) + 1) / (labels * (labels + 1))));
        tape.Backend.Upload<T>([.. rows.Select(T.CreateChecked)], targets);
        return targets;
    }

    private TaggerInput Input() => new(_tokens, _steps)
    {
        Words = new SpelledWords(_characters, _wordSteps, _wordOfToken),
        Features = _features,
        Contextual = _contextual,
    };

    /// <summary>The tagger without the label model, which has no gradient.</summary>
    private static TaggerArchitecture Learnt(TaggerArchitecture architecture) => architecture with { HasLabelModel = false };

    private static GradientInput Input(ParameterShape shape, IReadOnlyList<double> weights) =>
        new(shape.Name, shape.Rows, shape.Columns, weights);

    private int PlaceOf(string name)
    {
        for (int i = 0; i < Inputs.Count; i++)
        {
            if (Inputs[i].Name == name) return i;
        }

        throw new ArgumentException($"the tagger has no parameter '{name}'", nameof(name));
    }

    private static string SubjectOf(TaggerArchitecture architecture) =>
        $"tagger, {architecture.Cell.Title}, {architecture.Layers} {(architecture.Layers == 1 ? "layer" : "layers")}, "
        + $"{(architecture.Bidirectional ? "both directions" : "forward")}, hidden {architecture.Hidden}"
        + $"{architecture.Variant}{architecture.DropoutVariant}"
        + (architecture.Characters is { } characters ? $", characters by {characters}" : "")
        + (architecture.SelfAttentionHeads > 0 ? $", {architecture.SelfAttentionHeads}-head self-attention" : "")
        + (architecture.Features.Count == 0 ? "" : $", {architecture.Features.Count} features")
        + architecture.Contextual
        + (architecture.Crf ? ", crf" : "")
        + architecture.TrainingLoss;

    private static Func<ParameterShape, IReadOnlyList<double>> Draw(TaggerArchitecture architecture)
    {
        var random = new PhiloxRandom(Seed, stream: 0);
        Dictionary<string, GradientInput> drawn = architecture.Parameters()
            .ToDictionary(shape => shape.Name, shape => GradientInput.Draw(random, shape.Name, shape.Rows, shape.Columns, 0.5));
        return shape => drawn[shape.Name].Values;
    }
}
