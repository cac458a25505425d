using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← y + a b.</summary>
public readonly struct AccumulateProduct : IFormula
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal> => TReal.MultiplyAdd(a, b, y);
}
