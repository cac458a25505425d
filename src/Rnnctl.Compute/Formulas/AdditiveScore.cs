using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← y + c tanh(a + b): the score v · tanh(q + k) of Bahdanau et al. (2014) from q, k and v.</summary>
/// <typeparam name="T">The row's number.</typeparam>
public readonly struct AdditiveScore<T> : IRowFormula<T>
    where T : unmanaged
{
    /// <inheritdoc />
    public static int Arguments => 3;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(c, TReal.Tanh(a + b), y);
}
