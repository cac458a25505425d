using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The sum over time for sequences of different lengths.</summary>
internal sealed class SumOverTimeCase : GradientCase
{
    private static readonly int[] Lengths = [5, 3, 3, 1];

    private readonly PackedSteps _steps = new();

    /// <summary>The case.</summary>
    public SumOverTimeCase()
        : base("sum over time", GradientInput.DrawAll(31, ("x", 12, 19))) => _steps.Assign(Lengths);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => SumOverTime<T>.Apply(tape, inputs[0], _steps);
}
