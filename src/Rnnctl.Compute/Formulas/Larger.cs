using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← max(y, a).</summary>
public readonly struct Larger : IFormula
{
    /// <inheritdoc />
    public static int Arguments => 1;

    /// <inheritdoc />
    public TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal> => TReal.Max(y, a);
}
