using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// A formula over a row, y ← f(y, a, b, c), with fields for numbers of the whole row, such as its mean. A device applies it to every element of a row. If y is
/// a sum, the formula adds an element's term to it.
/// </summary>
/// <typeparam name="T">The row's number.</typeparam>
public interface IRowFormula<T>
    where T : unmanaged
{
    /// <summary>Whether the formula reads y; if not, the device may pass zero.</summary>
    static virtual bool ReadsTarget => true;

    /// <summary>The number of arguments among a, b and c, in this order; the device may pass zero for the others.</summary>
    static virtual int Arguments => 1;

    /// <summary>The new value of an element of y, or of the sum.</summary>
    TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T>;
}
