using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// An elementwise formula y ← f(y, a, b); the device applies it to all elements. A formula that overwrites its target ignores y; one with a single argument
/// ignores b.
/// </summary>
public interface IFormula
{
    /// <summary>The number of arguments: 2 for a and b, 1 for a alone.</summary>
    static virtual int Arguments => 2;

    /// <summary>The new value of an element of y.</summary>
    TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal>;
}
