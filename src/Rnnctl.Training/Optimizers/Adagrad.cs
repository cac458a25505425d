using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// Adagrad (Duchi et al. 2011); <c>second</c> is v, δ = 1e-10:
/// <code>
/// v ← v + g²
/// θ ← θ - ε g / (√v + δ)
/// </code>
/// </summary>
/// <param name="Gradient">How g follows from what the backward pass left.</param>
/// <param name="Rate">ε, the learning rate.</param>
internal readonly record struct Adagrad(ScaledGradient Gradient, double Rate) : IUpdateRule
{
    private const double Delta = 1e-10;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal g = Gradient.Of(parameter, gradient);
        second += g * g;
        parameter -= TReal.Constant(Rate) * g / (TReal.Sqrt(second) + TReal.Constant(Delta));
    }
}
