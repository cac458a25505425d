using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Attention with several heads over sequences of uneven lengths.</summary>
internal sealed class AttendCase : GradientCase
{
    private readonly int _heads;
    private readonly SequencePairs _pairs;

    private AttendCase(string subject, int heads, SequencePairs pairs, int keyWidth, int valueWidth)
        : base(subject, GradientInput.DrawAll(
            29,
            ("queries", pairs.Queries.Tokens, heads * keyWidth),
            ("keys", pairs.Keys.Tokens, heads * keyWidth),
            ("values", pairs.Keys.Tokens, heads * valueWidth))) =>
        (_heads, _pairs) = (heads, pairs);

    /// <summary>Sequences that attend to themselves.</summary>
    public static AttendCase ToItself() => new("attend to itself", heads: 2, SequencePairs.Self(Packed(5, 3, 3, 1)), keyWidth: 4, valueWidth: 4);

    /// <summary>Sequences that attend to others, of other lengths and in another order, one of which nothing attends to.</summary>
    public static AttendCase ToOthers() =>
        new("attend to others", heads: 3, new SequencePairs(Packed(4, 2, 1), Packed(10, 3, 2, 1), (int[])[3, 0, 2]), keyWidth: 2, valueWidth: 3);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        Attend<T>.Apply(tape, _pairs, _heads, scale: 0.7, inputs[0], inputs[1], inputs[2]).Outputs;

    private static PackedSteps Packed(params ReadOnlySpan<int> lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }
}
