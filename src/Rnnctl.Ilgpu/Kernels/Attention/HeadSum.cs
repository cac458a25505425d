using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>Sums over the columns of one head, computed by one thread: the products and scores of a query and a key.</summary>
internal static class HeadSum
{
    /// <summary>The sum s of s ← f(s, a, b, c) over the head's columns, from 0 on.</summary>
    /// <param name="formula">f.</param>
    /// <param name="head">The head.</param>
    /// <param name="width">The number of columns of each head.</param>
    /// <param name="a">A row with the columns of all heads.</param>
    /// <param name="b">A second row.</param>
    /// <param name="c">A third row; any row if the formula has two arguments.</param>
    public static TReal Of<TReal, TFormula>(TFormula formula, int head, int width, ArrayView<TReal> a, ArrayView<TReal> b, ArrayView<TReal> c)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal>
    {
        TReal sum = TReal.Constant(0);
        int last = (head + 1) * width;
        for (int column = head * width; column < last; column++)
            sum = formula.Apply(sum, a[column], b[column], TFormula.Arguments > 2 ? c[column] : TReal.Constant(0));
        return sum;
    }
}
