using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// The formulas of zoneout, h = h' + s ⊙ (h~ - h'), and of its gradient, dh~ = s ⊙ dh and dh' = dh - s ⊙ dh. The first of the gradients is a
/// <see cref="Product"/>; what passes the cell by is the <see cref="Decrease"/> of dc by dc~.
/// </summary>
public static class ZoneoutFormulas
{
    /// <summary>y ← a + c (b - a): h from h', h~ and s.</summary>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct State<T> : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static bool ReadsTarget => false;

        /// <inheritdoc />
        public static int Arguments => 3;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => a + (c * (b - a));
    }

    /// <summary>y ← y + a - b: dh' from dh and dh~.</summary>
    public readonly struct PreviousGradient : IFormula
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => y + (a - b);
    }
}
