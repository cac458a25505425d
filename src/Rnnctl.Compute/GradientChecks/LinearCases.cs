using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>x Wᵀ + b.</summary>
internal sealed class LinearCase() : GradientCase("linear", GradientInput.DrawAll(9, ("x", 5, 7), ("weight", 19, 7), ("bias", 1, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Linear(inputs[0], inputs[1], inputs[2]);
}
