using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// The products of attention on rows of packed matrices, in place. Nothing is packed, because for small products packing costs more than the product.
/// </summary>
internal static unsafe class RowProducts<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>S ← X Yᵀ: s_ij is the dot product of two rows.</summary>
    public static void MultiplyTransposed(HeadRows<T, TLanes> x, HeadRows<T, TLanes> y, Matrix<T> s)
    {
        for (int i = 0; i < s.Rows; i++)
        {
            T* xi = x.Row(i), si = s.Row(i);
            int j = 0;
            for (; j + 4 <= s.Columns; j += 4) MultiplyFour(xi, y.Row(j), y.Row(j + 1), y.Row(j + 2), y.Row(j + 3), y.Columns, si + j);
            for (; j < s.Columns; j++) si[j] = RowLoop<T, TLanes>.Sum(default(PerElement<T, AccumulateProduct>), y.Columns, xi, y.Row(j));
        }
    }

    /// <summary>Z ← (Z or 0) + W Y: z_i is the sum of the rows y_j, each times w_ij.</summary>
    public static void Multiply(Matrix<T> w, HeadRows<T, TLanes> y, HeadRows<T, TLanes> z, bool accumulate)
    {
        for (int i = 0; i < z.Rows; i++) SumRows(w.Row(i), 1, y, z.Row(i), accumulate);
    }

    /// <summary>Z ← Z + Wᵀ X: z_j is the sum of the rows x_i, each times w_ij.</summary>
    public static void AddTransposed(Matrix<T> w, HeadRows<T, TLanes> x, HeadRows<T, TLanes> z)
    {
        for (int j = 0; j < z.Rows; j++) SumRows(w.Pointer + j, w.Stride, x, z.Row(j), accumulate: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFour(T* x, T* y0, T* y1, T* y2, T* y3, int count, T* s)
    {
        FourSums<TLanes> sums = default;
        FourSums<ScalarLanes<T>> rest = default;
        int c = 0;
        for (; c + TLanes.Count <= count; c += TLanes.Count) sums.Add(x + c, y0 + c, y1 + c, y2 + c, y3 + c);
        for (; c < count; c++) rest.Add(x + c, y0 + c, y1 + c, y2 + c, y3 + c);
        s[0] = TLanes.Sum(sums.First) + ScalarLanes<T>.Sum(rest.First);
        s[1] = TLanes.Sum(sums.Second) + ScalarLanes<T>.Sum(rest.Second);
        s[2] = TLanes.Sum(sums.Third) + ScalarLanes<T>.Sum(rest.Third);
        s[3] = TLanes.Sum(sums.Fourth) + ScalarLanes<T>.Sum(rest.Fourth);
    }

    /// <summary>
    /// z ← (z or 0) + Σ_j w_j y_j, where <paramref name="step"/> is the distance between weights. It uses enough registers of z at a time to hide their
    /// latency.
    /// </summary>
    private static void SumRows(T* w, nint step, HeadRows<T, TLanes> y, T* z, bool accumulate)
    {
        int c = 0;
        for (; c + (8 * TLanes.Count) <= y.Columns; c += 8 * TLanes.Count) SumEight(w, step, y, c, z + c, accumulate);
        for (; c + (4 * TLanes.Count) <= y.Columns; c += 4 * TLanes.Count) SumFour<TLanes>(w, step, y, c, z + c, accumulate);
        for (; c + TLanes.Count <= y.Columns; c += TLanes.Count) SumOne<TLanes>(w, step, y, c, z + c, accumulate);
        for (; c + 4 <= y.Columns; c += 4) SumFour<ScalarLanes<T>>(w, step, y, c, z + c, accumulate);
        for (; c < y.Columns; c++) SumOne<ScalarLanes<T>>(w, step, y, c, z + c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumEight(T* w, nint step, HeadRows<T, TLanes> y, int column, T* z, bool accumulate)
    {
        int n = TLanes.Count;
        TLanes z0 = TLanes.Zero, z1 = TLanes.Zero, z2 = TLanes.Zero, z3 = TLanes.Zero;
        TLanes z4 = TLanes.Zero, z5 = TLanes.Zero, z6 = TLanes.Zero, z7 = TLanes.Zero;
        if (accumulate)
        {
            (z0, z1, z2, z3) = (TLanes.Load(z), TLanes.Load(z + n), TLanes.Load(z + (2 * n)), TLanes.Load(z + (3 * n)));
            (z4, z5, z6, z7) = (TLanes.Load(z + (4 * n)), TLanes.Load(z + (5 * n)), TLanes.Load(z + (6 * n)), TLanes.Load(z + (7 * n)));
        }

        for (int j = 0; j < y.Rows; j++)
        {
            T* row = y.Row(j) + column;
            TLanes weight = TLanes.Broadcast(w[j * step]);
            z0 = TLanes.MultiplyAdd(weight, TLanes.Load(row), z0);
            z1 = TLanes.MultiplyAdd(weight, TLanes.Load(row + n), z1);
            z2 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (2 * n)), z2);
            z3 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (3 * n)), z3);
            z4 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (4 * n)), z4);
            z5 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (5 * n)), z5);
            z6 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (6 * n)), z6);
            z7 = TLanes.MultiplyAdd(weight, TLanes.Load(row + (7 * n)), z7);
        }

        TLanes.Store(z0, z);
        TLanes.Store(z1, z + n);
        TLanes.Store(z2, z + (2 * n));
        TLanes.Store(z3, z + (3 * n));
        TLanes.Store(z4, z + (4 * n));
        TLanes.Store(z5, z + (5 * n));
        TLanes.Store(z6, z + (6 * n));
        TLanes.Store(z7, z + (7 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumFour<TColumns>(T* w, nint step, HeadRows<T, TLanes> y, int column, T* z, bool accumulate)
        where TColumns : struct, ILanes<TColumns, T>
    {
        int n = TColumns.Count;
        TColumns z0 = TColumns.Zero, z1 = TColumns.Zero, z2 = TColumns.Zero, z3 = TColumns.Zero;
        if (accumulate) (z0, z1, z2, z3) = (TColumns.Load(z), TColumns.Load(z + n), TColumns.Load(z + (2 * n)), TColumns.Load(z + (3 * n)));
        for (int j = 0; j < y.Rows; j++)
        {
            T* row = y.Row(j) + column;
            TColumns weight = TColumns.Broadcast(w[j * step]);
            z0 = TColumns.MultiplyAdd(weight, TColumns.Load(row), z0);
            z1 = TColumns.MultiplyAdd(weight, TColumns.Load(row + n), z1);
            z2 = TColumns.MultiplyAdd(weight, TColumns.Load(row + (2 * n)), z2);
            z3 = TColumns.MultiplyAdd(weight, TColumns.Load(row + (3 * n)), z3);
        }

        TColumns.Store(z0, z);
        TColumns.Store(z1, z + n);
        TColumns.Store(z2, z + (2 * n));
        TColumns.Store(z3, z + (3 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumOne<TColumns>(T* w, nint step, HeadRows<T, TLanes> y, int column, T* z, bool accumulate)
        where TColumns : struct, ILanes<TColumns, T>
    {
        TColumns sum = accumulate ? TColumns.Load(z) : TColumns.Zero;
        for (int j = 0; j < y.Rows; j++) sum = TColumns.MultiplyAdd(TColumns.Broadcast(w[j * step]), TColumns.Load(y.Row(j) + column), sum);
        TColumns.Store(sum, z);
    }

    /// <summary>The dot products of x with four rows.</summary>
    private struct FourSums<TColumns>
        where TColumns : struct, ILanes<TColumns, T>
    {
        public TColumns First, Second, Third, Fourth;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(T* x, T* y0, T* y1, T* y2, T* y3)
        {
            TColumns part = TColumns.Load(x);
            First = TColumns.MultiplyAdd(part, TColumns.Load(y0), First);
            Second = TColumns.MultiplyAdd(part, TColumns.Load(y1), Second);
            Third = TColumns.MultiplyAdd(part, TColumns.Load(y2), Third);
            Fourth = TColumns.MultiplyAdd(part, TColumns.Load(y3), Fourth);
        }
    }
}
