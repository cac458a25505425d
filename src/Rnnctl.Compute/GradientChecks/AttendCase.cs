using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Attention with several heads, with dot product or additive scores, over sequences of different lengths.</summary>
internal sealed class AttendCase : GradientCase
{
    private readonly int _heads;
    private readonly SequencePairs _pairs;

    private AttendCase(string subject, int heads, SequencePairs pairs, int keyWidth, int valueWidth, bool additive = false)
        : base(subject, GradientInput.DrawAll(29, [.. ShapesOf(heads, pairs, keyWidth, valueWidth, additive)])) => (_heads, _pairs) = (heads, pairs);

    private static SequencePairs CrossPairs => new(Packed(4, 2, 1), Packed(10, 3, 2, 1), (int[])[3, 0, 2]);

    /// <summary>Self-attention.</summary>
    public static AttendCase ToItself() => new("attend to itself", heads: 2, SequencePairs.Self(Packed(5, 3, 3, 1)), keyWidth: 4, valueWidth: 4);

    /// <summary>Cross-attention: the keys have other lengths and another order, and no query attends to one of the sequences.</summary>
    public static AttendCase CrossAttention() => new("attend to others", heads: 3, CrossPairs, keyWidth: 2, valueWidth: 3);

    /// <summary>Cross-attention with additive scores.</summary>
    public static AttendCase AdditiveCrossAttention() => new("attend to others additively", heads: 2, CrossPairs, keyWidth: 3, valueWidth: 2, additive: true);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => inputs switch
    {
        [Variable<T> queries, Variable<T> keys, Variable<T> values, Variable<T> scorer] =>
            Attend<T>.Apply(tape, _pairs, _heads, scorer, queries, keys, values).Outputs,
        _ => Attend<T>.Apply(tape, _pairs, _heads, scale: 0.7, inputs[0], inputs[1], inputs[2]).Outputs,
    };

    private static IEnumerable<(string Name, int Rows, int Columns)> ShapesOf(
        int heads, SequencePairs pairs, int keyWidth, int valueWidth, bool additive)
    {
        yield return ("queries", pairs.Queries.Tokens, heads * keyWidth);
        yield return ("keys", pairs.Keys.Tokens, heads * keyWidth);
        yield return ("values", pairs.Keys.Tokens, heads * valueWidth);
        if (additive) yield return ("scorer", 1, heads * keyWidth);
    }

    private static PackedSteps Packed(params ReadOnlySpan<int> lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }
}
