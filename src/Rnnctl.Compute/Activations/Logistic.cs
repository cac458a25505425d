using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Activations;

/// <summary>y = σ(x) = 1 / (1 + exp(-x)), y' = y (1 - y).</summary>
public readonly struct Logistic : IActivation
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> => TReal.Logistic(x);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Slope<TReal>(TReal y)
        where TReal : struct, IReal<TReal> => y * (TReal.Constant(1) - y);
}
