using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// Gradient descent with momentum (Polyak 1964), as PyTorch has it; <c>first</c> is m, μ = 0.9:
/// <code>
/// m ← μ m + g
/// θ ← θ - ε m
/// </code>
/// </summary>
/// <param name="Gradient">How g follows from what the backward pass left.</param>
/// <param name="Rate">ε, the learning rate.</param>
internal readonly record struct Momentum(ScaledGradient Gradient, double Rate) : IUpdateRule
{
    private const double Mu = 0.9;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal g = Gradient.Of(parameter, gradient);
        first = (TReal.Constant(Mu) * first) + g;
        parameter -= TReal.Constant(Rate) * first;
    }
}
