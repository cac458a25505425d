using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// Applies formulas to the elements of one row, shared by the threads of a group. A thread always gets the same elements. It gets its own part of a sum, which
/// <see cref="GroupReduction"/> completes. For arguments that a formula does not read, any row can be passed.
/// </summary>
internal static class RowLoop
{
    /// <summary>y ← f(y, a, b, c).</summary>
    public static void Map<TReal, TFormula>(
        TFormula formula, int count, ArrayView<TReal> y, ArrayView<TReal> a, ArrayView<TReal> b, ArrayView<TReal> c)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal>
    {
        for (int i = Group.IdxX; i < count; i += Group.DimX) y[i] = formula.Apply(y[i], a[i], Second<TReal, TFormula>(b, i), Third<TReal, TFormula>(c, i));
    }

    /// <summary>The thread's part of the sum s of s ← f(s, a, b, c) over the elements, from 0 on.</summary>
    public static TReal Sum<TReal, TFormula>(TFormula formula, int count, ArrayView<TReal> a, ArrayView<TReal> b, ArrayView<TReal> c)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal>
    {
        TReal sum = TReal.Constant(0);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            sum = formula.Apply(sum, a[i], Second<TReal, TFormula>(b, i), Third<TReal, TFormula>(c, i));
        return sum;
    }

    /// <summary>y ← f(y, a); returns the thread's part of the sum of y.</summary>
    public static TReal MapAndSum<TReal, TFormula>(TFormula formula, int count, ArrayView<TReal> y, ArrayView<TReal> a)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal>
    {
        TReal sum = TReal.Constant(0);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            TReal value = formula.Apply(y[i], a[i], TReal.Constant(0), TReal.Constant(0));
            y[i] = value;
            sum += value;
        }

        return sum;
    }

    /// <summary>The largest of the thread's elements; the first element of the row if the thread has none.</summary>
    public static TReal Largest<TReal>(int count, ArrayView<TReal> x)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        TReal largest = x[0];
        for (int i = Group.IdxX; i < count; i += Group.DimX) largest = TReal.Max(largest, x[i]);
        return largest;
    }

    private static TReal Second<TReal, TFormula>(ArrayView<TReal> b, int i)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal> => TFormula.Arguments > 1 ? b[i] : TReal.Constant(0);

    private static TReal Third<TReal, TFormula>(ArrayView<TReal> c, int i)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TFormula : unmanaged, IRowFormula<TReal> => TFormula.Arguments > 2 ? c[i] : TReal.Constant(0);
}
