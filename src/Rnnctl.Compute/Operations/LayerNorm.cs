using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Layer normalisation (Ba et al. 2016) of each row, over its units:
/// <code>
/// μ = mean(x),  σ² = mean((x - μ)²),  x̂ = (x - μ) / √(σ² + ε)
/// y = g ⊙ x̂ + b
/// </code>
/// with ε = 1e-5, as in PyTorch.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct LayerNorm<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _gain, _bias, _y;
    private readonly NormalizedRows<T> _normalized;

    private LayerNorm(Variable<T> x, Variable<T> gain, Variable<T> bias, NormalizedRows<T> normalized, Variable<T> y) =>
        (_x, _gain, _bias, _normalized, _y) = (x, gain, bias, normalized, y);

    /// <summary>y, the same shape as x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">x, <c>[N, columns]</c>.</param>
    /// <param name="gain">g, <c>[1, columns]</c>.</param>
    /// <param name="bias">b, <c>[1, columns]</c>.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, Variable<T> gain, Variable<T> bias)
    {
        bool isConstant = !x.HasGradient && !gain.HasGradient && !bias.HasGradient;
        Variable<T> y = isConstant ? Variable<T>.Constant(tape.NewTensor(x.Rows, x.Columns)) : tape.NewVariable(x.Rows, x.Columns);
        Apply(tape, x, gain, bias, y);
        return y;
    }

    /// <summary>Computes y in memory of the caller. The backward pass reads only its gradient, which may stand in the same memory by then.</summary>
    internal static void Apply(Tape<T> tape, Variable<T> x, Variable<T> gain, Variable<T> bias, Variable<T> y)
    {
        var normalized = new NormalizedRows<T>(tape.NewTensor(x.Rows, x.Columns), tape.NewTensor(x.Rows, 1));
        tape.Backend.LayerNorm(x.Value, gain.Value, bias.Value, LayerNormFormulas.Epsilon, normalized, y.Value);
        tape.Record(new LayerNorm<T>(x, gain, bias, normalized, y));
    }

    /// <summary>With d = g ⊙ dy: dx += (d - mean(d) - x̂ mean(d ⊙ x̂)) / √(σ² + ε); over the rows, dg += Σ dy ⊙ x̂ and db += Σ dy.</summary>
    public void Backward(Tape<T> tape)
    {
        Backend<T> backend = tape.Backend;
        if (_x.HasGradient) backend.LayerNormGradient(_normalized, _gain.Value, _y.Gradient, _x.Gradient);
        if (_bias.HasGradient) backend.AddColumnSums(_y.Gradient, _bias.Gradient);
        if (!_gain.HasGradient) return;
        backend.AddColumnSums(_y.Gradient, _normalized.Values, tape.NewTensor(_y.Rows, _y.Columns), _gain.Gradient);
    }
}
