using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← factor · a + summand.</summary>
/// <param name="factor">The factor of a.</param>
/// <param name="summand">The number that is added.</param>
/// <typeparam name="T">The row's number.</typeparam>
public readonly struct ScaledAndMoved<T>(T factor, T summand) : IRowFormula<T>
    where T : unmanaged
{
    /// <inheritdoc />
    public static bool ReadsTarget => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(TReal.Broadcast(factor), a, TReal.Broadcast(summand));
}
