using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Activations;

/// <summary>y = tanh x, y' = 1 - y².</summary>
public readonly struct Tanh : IActivation
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> => TReal.Tanh(x);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Slope<TReal>(TReal y)
        where TReal : struct, IReal<TReal> => TReal.Constant(1) - (y * y);
}
