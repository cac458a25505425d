using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// An elementwise formula y ← f(y, a, b): the device drives it over all elements. One that writes ignores y, one that accumulates adds to it, one of a
/// single argument ignores b.
/// </summary>
public interface IFormula
{
    /// <summary>How many of a and b the formula may read: 2, or 1 for a alone.</summary>
    static virtual int Arguments => 2;

    /// <summary>The new value of an element of y.</summary>
    TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal>;
}
