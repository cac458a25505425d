using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← y - a.</summary>
public readonly struct Decrease : IFormula
{
    /// <inheritdoc />
    public static int Arguments => 1;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal> => y - a;
}
