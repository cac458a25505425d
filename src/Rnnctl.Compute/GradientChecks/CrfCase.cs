using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The loss of a conditional random field over sequences of different lengths. Some tokens have no label; one sequence has no labels at all.</summary>
internal sealed class CrfCase : GradientCase
{
    // Covers more than two registers of any width, plus a partial one.
    private const int Labels = 19;

    private static readonly int[] Lengths = [5, 3, 3, 1];

    // In packed order. The second sequence has no labels; the first lacks one in the middle, the third at its end.
    private static readonly int[] Ids = [3, -1, 18, 0, -1, -1, 7, 7, -1, -1, 2, 11];

    private readonly PackedSteps _steps = new();

    /// <summary>The case.</summary>
    public CrfCase()
        : base("crf", GradientInput.DrawAll(13, ("emissions", 12, Labels), ("transitions", Labels, Labels), ("start", 1, Labels), ("end", 1, Labels))) =>
        _steps.Assign(Lengths);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        var weights = new ChainWeights<T>(inputs[1], inputs[2], inputs[3]);
        return Crf<T>.Apply(tape, inputs[0], weights, _steps, tape.NewIds(Ids), counted: 7);
    }
}
