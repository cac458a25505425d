using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Activations;

/// <summary>y = x, y' = 1.</summary>
public readonly struct Identity : IActivation
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> => x;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Slope<TReal>(TReal y)
        where TReal : struct, IReal<TReal> => TReal.Constant(1);
}
