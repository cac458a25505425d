using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Activations;

/// <summary>y = max(x, 0), y' = 1 above zero and 0 elsewhere.</summary>
public readonly struct Rectifier : IActivation
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> => TReal.Max(x, TReal.Constant(0));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Slope<TReal>(TReal y)
        where TReal : struct, IReal<TReal> => TReal.Heaviside(y);
}
