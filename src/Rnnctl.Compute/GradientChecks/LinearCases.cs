using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>x Wᵀ.</summary>
internal sealed class ProductCase() : GradientCase("product", GradientInput.DrawAll(18, ("x", 5, 7), ("weight", 19, 7)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Product(inputs[0], inputs[1]);
}

/// <summary>Layer normalisation of rows.</summary>
internal sealed class LayerNormCase() : GradientCase("layer norm", GradientInput.DrawAll(19, ("x", 5, 19), ("gain", 1, 19), ("bias", 1, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.LayerNorm(inputs[0], inputs[1], inputs[2]);
}

/// <summary>x Wᵀ + b.</summary>
internal sealed class LinearCase() : GradientCase("linear", GradientInput.DrawAll(9, ("x", 5, 7), ("weight", 19, 7), ("bias", 1, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Linear(inputs[0], inputs[1], inputs[2]);
}
