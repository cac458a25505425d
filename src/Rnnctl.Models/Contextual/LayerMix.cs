using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Contextual;

/// <summary>
/// A mix of a language model's layers (Peters et al. 2018, equation 1), the same for all tokens:
/// <code>
/// y = γ Σ_j softmax(s)_j h_j
/// </code>
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="weights">s, <c>[1, J]</c>.</param>
/// <param name="scale">γ, <c>[1, 1]</c>.</param>
internal sealed class LayerMix<T>(Variable<T> weights, Variable<T> scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Writes y, <c>[N, D]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="layers">h, one layer below the other, <c>[J · N, D]</c>.</param>
    /// <param name="y">y, which may be a part of a larger variable.</param>
    public void Apply(Tape<T> tape, Variable<T> layers, Variable<T> y)
    {
        Variable<T> shares = tape.Softmax(weights);
        WeightedSum<T>.Apply(tape, tape.Product(scale, shares.AsColumn()), layers, y);
    }

    /// <summary>‖s‖², <c>[1, 1]</c>.</summary>
    public Variable<T> SquaredNorm(Tape<T> tape) => tape.Product(weights, weights);
}
