using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The maximum over time for sequences of different lengths.</summary>
internal sealed class MaxOverTimeCase : GradientCase
{
    private static readonly int[] Lengths = [5, 3, 3, 1];

    private readonly PackedSteps _steps = new();

    /// <summary>The case.</summary>
    public MaxOverTimeCase()
        : base("max over time", GradientInput.DrawAll(17, ("x", 12, 19))) => _steps.Assign(Lengths);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => MaxOverTime<T>.Apply(tape, inputs[0], _steps);
}
