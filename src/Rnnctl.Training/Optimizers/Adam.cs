using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015) at step t = 1, 2, ...; <c>first</c> is m, <c>second</c> is v, β₁ = 0.9, β₂ = 0.999, δ = 1e-8. With a decay λ it is AdamW
/// (Loshchilov and Hutter 2019), whose decay does not pass through the moments:
/// <code>
/// θ ← θ - ε λ θ
/// m ← β₁ m + (1 - β₁) g
/// v ← β₂ v + (1 - β₂) g²
/// θ ← θ - ε (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + δ)
/// </code>
/// </summary>
internal readonly record struct Adam : IUpdateRule
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Delta = 1e-8;

    private readonly ScaledGradient _gradient;
    private readonly double _rate, _decay, _firstCorrection, _secondCorrection;

    /// <summary>The rule at one step.</summary>
    /// <param name="gradient">How g follows from what the backward pass left.</param>
    /// <param name="rate">ε, the learning rate.</param>
    /// <param name="decay">λ, AdamW's decay; 0 for Adam.</param>
    /// <param name="step">t, from 1.</param>
    public Adam(ScaledGradient gradient, double rate, double decay, long step)
    {
        _gradient = gradient;
        _rate = rate;
        _decay = decay;
        _firstCorrection = 1 / (1 - Math.Pow(Beta1, step));
        _secondCorrection = 1 / (1 - Math.Pow(Beta2, step));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal g = _gradient.Of(parameter, gradient);
        parameter -= TReal.Constant(_rate * _decay) * parameter;
        first = (TReal.Constant(Beta1) * first) + (TReal.Constant(1 - Beta1) * g);
        second = (TReal.Constant(Beta2) * second) + (TReal.Constant(1 - Beta2) * g * g);
        TReal m = first * TReal.Constant(_firstCorrection), v = second * TReal.Constant(_secondCorrection);
        parameter -= TReal.Constant(_rate) * m / (TReal.Sqrt(v) + TReal.Constant(Delta));
    }
}
