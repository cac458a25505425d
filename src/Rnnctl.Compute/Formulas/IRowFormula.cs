using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// A formula over a row, y ← f(y, a, b, c), with numbers that the whole row has in common, such as its mean. A device drives it over the elements of rows;
/// where y is a sum, the formula adds an element's share to it.
/// </summary>
/// <typeparam name="T">The row's number.</typeparam>
public interface IRowFormula<T>
    where T : unmanaged
{
    /// <summary>Whether the formula reads y; where it does not, y may be zero.</summary>
    static virtual bool ReadsTarget => true;

    /// <summary>How many of a, b and c the formula may read, from a on; the others may be zero.</summary>
    static virtual int Arguments => 1;

    /// <summary>The new value of an element of y, or of the sum.</summary>
    TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T>;
}
