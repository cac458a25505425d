using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← factor · a.</summary>
/// <param name="factor">The factor of a.</param>
/// <typeparam name="T">The row's number.</typeparam>
public readonly struct Scaled<T>(T factor) : IRowFormula<T>
    where T : unmanaged
{
    /// <inheritdoc />
    public static bool ReadsTarget => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T> => a * TReal.Broadcast(factor);
}
