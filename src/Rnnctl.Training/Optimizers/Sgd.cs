using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent (Robbins and Monro 1951):
/// <code>
/// θ ← θ - ε g
/// </code>
/// </summary>
/// <param name="Gradient">How g follows from what the backward pass left.</param>
/// <param name="Rate">ε, the learning rate.</param>
internal readonly record struct Sgd(ScaledGradient Gradient, double Rate) : IUpdateRule
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal g = Gradient.Of(parameter, gradient);
        parameter -= TReal.Constant(Rate) * g;
    }
}
