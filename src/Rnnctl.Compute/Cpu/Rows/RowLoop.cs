using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// Applies formulas to the elements of one row, a register at a time and the last elements one by one. Arguments that a formula does not read may be omitted.
/// </summary>
internal static unsafe class RowLoop<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Not inlined: the caller would exceed the compiler's limit for inlining, and the formula's functions would not be inlined.
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    // Formulas are passed by reference and copied. A call by value writes two numbers one by one and reads them as a pair, which waits for the memory. The
    // loops test their condition at the end: only then does the compiler broadcast a formula's numbers to registers once, before the loop. A sum is kept as two
    // partial sums, so that an addition does not wait for the previous one.

    /// <summary>y ← f(y, a, b, c).</summary>
    [MethodImpl(Driver)]
    public static void Map<TFormula>(in TFormula formula, int count, T* y, T* a, T* b = null, T* c = null)
        where TFormula : unmanaged, IRowFormula<T>
    {
        TFormula f = formula;
        MapRow(f, count, y, a, b, c);
    }

    /// <summary>y ← f(y, a, b) over some rows of matrices. A call for each row would cost as much as the few elements of a narrow one.</summary>
    [MethodImpl(Driver)]
    public static void Map<TFormula>(in TFormula formula, int first, int last, in Matrix<T> y, in Matrix<T> a, in Matrix<T> b)
        where TFormula : unmanaged, IRowFormula<T>
    {
        TFormula f = formula;
        for (int row = first; row < last; row++) MapRow(f, y.Columns, y.Row(row), a.Row(row), b.Row(row), null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MapRow<TFormula>(TFormula f, int count, T* y, T* a, T* b, T* c)
        where TFormula : unmanaged, IRowFormula<T>
    {
        int i = 0;
        if (count >= TLanes.Count)
        {
            do
            {
                Write(f, y + i, TLanes.Load(a + i), b + i, c + i);
                i += TLanes.Count;
            }
            while (i + TLanes.Count <= count);
        }

        for (; i < count; i++) Write(f, y + i, ScalarLanes<T>.Load(a + i), b + i, c + i);
    }

    /// <summary>y ← f(y, a); returns the sum of y.</summary>
    [MethodImpl(Driver)]
    public static T MapAndSum<TFormula>(in TFormula formula, int count, T* y, T* a)
        where TFormula : unmanaged, IRowFormula<T>
    {
        TFormula f = formula;
        TLanes even = TLanes.Zero, odd = TLanes.Zero;
        ScalarLanes<T> rest = ScalarLanes<T>.Zero;
        int i = 0;
        if (count >= 2 * TLanes.Count)
        {
            do
            {
                even += Write(f, y + i, TLanes.Load(a + i), null, null);
                odd += Write(f, y + i + TLanes.Count, TLanes.Load(a + i + TLanes.Count), null, null);
                i += 2 * TLanes.Count;
            }
            while (i + (2 * TLanes.Count) <= count);
        }

        if (i + TLanes.Count <= count)
        {
            even += Write(f, y + i, TLanes.Load(a + i), null, null);
            i += TLanes.Count;
        }

        for (; i < count; i++) rest += Write(f, y + i, ScalarLanes<T>.Load(a + i), null, null);
        return TLanes.Sum(even + odd) + ScalarLanes<T>.Sum(rest);
    }

    /// <summary>The sum s of s ← f(s, a, b, c) over the elements of a row, from 0 on.</summary>
    [MethodImpl(Driver)]
    public static T Sum<TFormula>(in TFormula formula, int count, T* a, T* b = null, T* c = null)
        where TFormula : unmanaged, IRowFormula<T>
    {
        TFormula f = formula;
        TLanes even = TLanes.Zero, odd = TLanes.Zero;
        ScalarLanes<T> rest = ScalarLanes<T>.Zero;
        int i = 0;
        if (count >= 2 * TLanes.Count)
        {
            do
            {
                even = Apply(f, even, a + i, b + i, c + i);
                odd = Apply(f, odd, a + i + TLanes.Count, b + i + TLanes.Count, c + i + TLanes.Count);
                i += 2 * TLanes.Count;
            }
            while (i + (2 * TLanes.Count) <= count);
        }

        if (i + TLanes.Count <= count)
        {
            even = Apply(f, even, a + i, b + i, c + i);
            i += TLanes.Count;
        }

        for (; i < count; i++) rest = Apply(f, rest, a + i, b + i, c + i);
        return TLanes.Sum(even + odd) + ScalarLanes<T>.Sum(rest);
    }

    /// <summary>The largest element of a row, which is not empty.</summary>
    [MethodImpl(Driver)]
    public static T Largest(T* x, int count)
    {
        ScalarLanes<T> largest = ScalarLanes<T>.Load(x);
        int i = 0;
        if (count >= TLanes.Count)
        {
            TLanes most = TLanes.Load(x);
            for (i = TLanes.Count; i + TLanes.Count <= count; i += TLanes.Count) most = TLanes.Max(most, TLanes.Load(x + i));
            largest = ScalarLanes<T>.Broadcast(TLanes.Largest(most));
        }

        for (; i < count; i++) largest = ScalarLanes<T>.Max(largest, ScalarLanes<T>.Load(x + i));
        return ScalarLanes<T>.Largest(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWidth Write<TFormula, TWidth>(TFormula formula, T* y, TWidth a, T* b, T* c)
        where TFormula : unmanaged, IRowFormula<T>
        where TWidth : struct, ILanes<TWidth, T>
    {
        TWidth value = Apply(formula, TFormula.ReadsTarget ? TWidth.Load(y) : TWidth.Zero, a, b, c);
        TWidth.Store(value, y);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWidth Apply<TFormula, TWidth>(TFormula formula, TWidth y, T* a, T* b, T* c)
        where TFormula : unmanaged, IRowFormula<T>
        where TWidth : struct, ILanes<TWidth, T> => Apply(formula, y, TWidth.Load(a), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWidth Apply<TFormula, TWidth>(TFormula formula, TWidth y, TWidth a, T* b, T* c)
        where TFormula : unmanaged, IRowFormula<T>
        where TWidth : struct, ILanes<TWidth, T>
    {
        TWidth second = TFormula.Arguments > 1 ? TWidth.Load(b) : TWidth.Zero, third = TFormula.Arguments > 2 ? TWidth.Load(c) : TWidth.Zero;
        return formula.Apply(y, a, second, third);
    }
}
