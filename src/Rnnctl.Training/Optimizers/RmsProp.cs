using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012), as PyTorch has it; <c>second</c> is v, ρ = 0.99, δ = 1e-8:
/// <code>
/// v ← ρ v + (1 - ρ) g²
/// θ ← θ - ε g / (√v + δ)
/// </code>
/// </summary>
/// <param name="Gradient">How g follows from what the backward pass left.</param>
/// <param name="Rate">ε, the learning rate.</param>
internal readonly record struct RmsProp(ScaledGradient Gradient, double Rate) : IUpdateRule
{
    private const double Rho = 0.99;
    private const double Delta = 1e-8;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal g = Gradient.Of(parameter, gradient);
        second = (TReal.Constant(Rho) * second) + (TReal.Constant(1 - Rho) * g * g);
        parameter -= TReal.Constant(Rate) * g / (TReal.Sqrt(second) + TReal.Constant(Delta));
    }
}
