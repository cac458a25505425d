using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// The innermost loop of every matrix product: a tile of C stays in registers while A's columns and B's rows stream past it. The accumulators are local
/// variables, because the compiler keeps locals, but not arrays, in registers. A tile with fewer rows than accumulators repeats its last row: it computes and
/// writes the same values again, which costs less than a loop over the remaining rows.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class RegisterTile<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of panels that <see cref="MultiplyRow"/> reads at once.</summary>
    public const int PanelsOfRow = 4;

    /// <summary>
    /// C ← (C or 0) + A B for one tile with at most <see cref="PackedPanels{T, TLanes}.TileRows"/> rows and exactly two registers of columns.
    /// </summary>
    public static void Multiply(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, bool accumulate)
    {
        if (rows > 6) Multiply8(a, panel, depth, c, stride, rows, accumulate);
        else if (rows > 4) Multiply6(a, panel, depth, c, stride, rows, accumulate);
        else if (rows > 2) Multiply4(a, panel, depth, c, stride, rows, accumulate);
        else Multiply2(a, panel, depth, c, stride, rows, accumulate);
    }

    /// <summary>C[8 rows, 2 registers] ← (C or 0) + A[8 rows, depth] B[depth, 2 registers].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, bool accumulate)
    {
        int width = TLanes.Count;
        T* a0 = a.Start;
        T* a1 = a.Row(1, rows);
        T* a2 = a.Row(2, rows);
        T* a3 = a.Row(3, rows);
        T* a4 = a.Row(4, rows);
        T* a5 = a.Row(5, rows);
        T* a6 = a.Row(6, rows);
        T* a7 = a.Row(7, rows);
        T* c0 = c;
        T* c1 = c + (Math.Min(1, rows - 1) * stride);
        T* c2 = c + (Math.Min(2, rows - 1) * stride);
        T* c3 = c + (Math.Min(3, rows - 1) * stride);
        T* c4 = c + (Math.Min(4, rows - 1) * stride);
        T* c5 = c + (Math.Min(5, rows - 1) * stride);
        T* c6 = c + (Math.Min(6, rows - 1) * stride);
        T* c7 = c + (Math.Min(7, rows - 1) * stride);
        TLanes left0 = TLanes.Zero, right0 = TLanes.Zero;
        TLanes left1 = TLanes.Zero, right1 = TLanes.Zero;
        TLanes left2 = TLanes.Zero, right2 = TLanes.Zero;
        TLanes left3 = TLanes.Zero, right3 = TLanes.Zero;
        TLanes left4 = TLanes.Zero, right4 = TLanes.Zero;
        TLanes left5 = TLanes.Zero, right5 = TLanes.Zero;
        TLanes left6 = TLanes.Zero, right6 = TLanes.Zero;
        TLanes left7 = TLanes.Zero, right7 = TLanes.Zero;
        if (accumulate)
        {
            left0 = TLanes.Load(c0);
            right0 = TLanes.Load(c0 + width);
            left1 = TLanes.Load(c1);
            right1 = TLanes.Load(c1 + width);
            left2 = TLanes.Load(c2);
            right2 = TLanes.Load(c2 + width);
            left3 = TLanes.Load(c3);
            right3 = TLanes.Load(c3 + width);
            left4 = TLanes.Load(c4);
            right4 = TLanes.Load(c4 + width);
            left5 = TLanes.Load(c5);
            right5 = TLanes.Load(c5 + width);
            left6 = TLanes.Load(c6);
            right6 = TLanes.Load(c6 + width);
            left7 = TLanes.Load(c7);
            right7 = TLanes.Load(c7 + width);
        }

        nint offset = 0;
        nint step = a.DepthStride;
        for (int k = 0; k < depth; k++)
        {
            TLanes left = TLanes.Load(panel), right = TLanes.Load(panel + width);
            TLanes x0 = TLanes.Broadcast(a0[offset]);
            TLanes.AddProduct(x0, left, ref left0);
            TLanes.AddProduct(x0, right, ref right0);
            TLanes x1 = TLanes.Broadcast(a1[offset]);
            TLanes.AddProduct(x1, left, ref left1);
            TLanes.AddProduct(x1, right, ref right1);
            TLanes x2 = TLanes.Broadcast(a2[offset]);
            TLanes.AddProduct(x2, left, ref left2);
            TLanes.AddProduct(x2, right, ref right2);
            TLanes x3 = TLanes.Broadcast(a3[offset]);
            TLanes.AddProduct(x3, left, ref left3);
            TLanes.AddProduct(x3, right, ref right3);
            TLanes x4 = TLanes.Broadcast(a4[offset]);
            TLanes.AddProduct(x4, left, ref left4);
            TLanes.AddProduct(x4, right, ref right4);
            TLanes x5 = TLanes.Broadcast(a5[offset]);
            TLanes.AddProduct(x5, left, ref left5);
            TLanes.AddProduct(x5, right, ref right5);
            TLanes x6 = TLanes.Broadcast(a6[offset]);
            TLanes.AddProduct(x6, left, ref left6);
            TLanes.AddProduct(x6, right, ref right6);
            TLanes x7 = TLanes.Broadcast(a7[offset]);
            TLanes.AddProduct(x7, left, ref left7);
            TLanes.AddProduct(x7, right, ref right7);
            panel += 2 * width;
            offset += step;
        }

        TLanes.Store(left0, c0);
        TLanes.Store(right0, c0 + width);
        TLanes.Store(left1, c1);
        TLanes.Store(right1, c1 + width);
        TLanes.Store(left2, c2);
        TLanes.Store(right2, c2 + width);
        TLanes.Store(left3, c3);
        TLanes.Store(right3, c3 + width);
        TLanes.Store(left4, c4);
        TLanes.Store(right4, c4 + width);
        TLanes.Store(left5, c5);
        TLanes.Store(right5, c5 + width);
        TLanes.Store(left6, c6);
        TLanes.Store(right6, c6 + width);
        TLanes.Store(left7, c7);
        TLanes.Store(right7, c7 + width);
    }

    /// <summary>C[6 rows, 2 registers] ← (C or 0) + A[6 rows, depth] B[depth, 2 registers].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply6(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, bool accumulate)
    {
        int width = TLanes.Count;
        T* a0 = a.Start;
        T* a1 = a.Row(1, rows);
        T* a2 = a.Row(2, rows);
        T* a3 = a.Row(3, rows);
        T* a4 = a.Row(4, rows);
        T* a5 = a.Row(5, rows);
        T* c0 = c;
        T* c1 = c + (Math.Min(1, rows - 1) * stride);
        T* c2 = c + (Math.Min(2, rows - 1) * stride);
        T* c3 = c + (Math.Min(3, rows - 1) * stride);
        T* c4 = c + (Math.Min(4, rows - 1) * stride);
        T* c5 = c + (Math.Min(5, rows - 1) * stride);
        TLanes left0 = TLanes.Zero, right0 = TLanes.Zero;
        TLanes left1 = TLanes.Zero, right1 = TLanes.Zero;
        TLanes left2 = TLanes.Zero, right2 = TLanes.Zero;
        TLanes left3 = TLanes.Zero, right3 = TLanes.Zero;
        TLanes left4 = TLanes.Zero, right4 = TLanes.Zero;
        TLanes left5 = TLanes.Zero, right5 = TLanes.Zero;
        if (accumulate)
        {
            left0 = TLanes.Load(c0);
            right0 = TLanes.Load(c0 + width);
            left1 = TLanes.Load(c1);
            right1 = TLanes.Load(c1 + width);
            left2 = TLanes.Load(c2);
            right2 = TLanes.Load(c2 + width);
            left3 = TLanes.Load(c3);
            right3 = TLanes.Load(c3 + width);
            left4 = TLanes.Load(c4);
            right4 = TLanes.Load(c4 + width);
            left5 = TLanes.Load(c5);
            right5 = TLanes.Load(c5 + width);
        }

        nint offset = 0;
        nint step = a.DepthStride;
        for (int k = 0; k < depth; k++)
        {
            TLanes left = TLanes.Load(panel), right = TLanes.Load(panel + width);
            TLanes x0 = TLanes.Broadcast(a0[offset]);
            TLanes.AddProduct(x0, left, ref left0);
            TLanes.AddProduct(x0, right, ref right0);
            TLanes x1 = TLanes.Broadcast(a1[offset]);
            TLanes.AddProduct(x1, left, ref left1);
            TLanes.AddProduct(x1, right, ref right1);
            TLanes x2 = TLanes.Broadcast(a2[offset]);
            TLanes.AddProduct(x2, left, ref left2);
            TLanes.AddProduct(x2, right, ref right2);
            TLanes x3 = TLanes.Broadcast(a3[offset]);
            TLanes.AddProduct(x3, left, ref left3);
            TLanes.AddProduct(x3, right, ref right3);
            TLanes x4 = TLanes.Broadcast(a4[offset]);
            TLanes.AddProduct(x4, left, ref left4);
            TLanes.AddProduct(x4, right, ref right4);
            TLanes x5 = TLanes.Broadcast(a5[offset]);
            TLanes.AddProduct(x5, left, ref left5);
            TLanes.AddProduct(x5, right, ref right5);
            panel += 2 * width;
            offset += step;
        }

        TLanes.Store(left0, c0);
        TLanes.Store(right0, c0 + width);
        TLanes.Store(left1, c1);
        TLanes.Store(right1, c1 + width);
        TLanes.Store(left2, c2);
        TLanes.Store(right2, c2 + width);
        TLanes.Store(left3, c3);
        TLanes.Store(right3, c3 + width);
        TLanes.Store(left4, c4);
        TLanes.Store(right4, c4 + width);
        TLanes.Store(left5, c5);
        TLanes.Store(right5, c5 + width);
    }

    /// <summary>C[4 rows, 2 registers] ← (C or 0) + A[4 rows, depth] B[depth, 2 registers].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, bool accumulate)
    {
        int width = TLanes.Count;
        T* a0 = a.Start;
        T* a1 = a.Row(1, rows);
        T* a2 = a.Row(2, rows);
        T* a3 = a.Row(3, rows);
        T* c0 = c;
        T* c1 = c + (Math.Min(1, rows - 1) * stride);
        T* c2 = c + (Math.Min(2, rows - 1) * stride);
        T* c3 = c + (Math.Min(3, rows - 1) * stride);
        TLanes left0 = TLanes.Zero, right0 = TLanes.Zero;
        TLanes left1 = TLanes.Zero, right1 = TLanes.Zero;
        TLanes left2 = TLanes.Zero, right2 = TLanes.Zero;
        TLanes left3 = TLanes.Zero, right3 = TLanes.Zero;
        if (accumulate)
        {
            left0 = TLanes.Load(c0);
            right0 = TLanes.Load(c0 + width);
            left1 = TLanes.Load(c1);
            right1 = TLanes.Load(c1 + width);
            left2 = TLanes.Load(c2);
            right2 = TLanes.Load(c2 + width);
            left3 = TLanes.Load(c3);
            right3 = TLanes.Load(c3 + width);
        }

        nint offset = 0;
        nint step = a.DepthStride;
        for (int k = 0; k < depth; k++)
        {
            TLanes left = TLanes.Load(panel), right = TLanes.Load(panel + width);
            TLanes x0 = TLanes.Broadcast(a0[offset]);
            TLanes.AddProduct(x0, left, ref left0);
            TLanes.AddProduct(x0, right, ref right0);
            TLanes x1 = TLanes.Broadcast(a1[offset]);
            TLanes.AddProduct(x1, left, ref left1);
            TLanes.AddProduct(x1, right, ref right1);
            TLanes x2 = TLanes.Broadcast(a2[offset]);
            TLanes.AddProduct(x2, left, ref left2);
            TLanes.AddProduct(x2, right, ref right2);
            TLanes x3 = TLanes.Broadcast(a3[offset]);
            TLanes.AddProduct(x3, left, ref left3);
            TLanes.AddProduct(x3, right, ref right3);
            panel += 2 * width;
            offset += step;
        }

        TLanes.Store(left0, c0);
        TLanes.Store(right0, c0 + width);
        TLanes.Store(left1, c1);
        TLanes.Store(right1, c1 + width);
        TLanes.Store(left2, c2);
        TLanes.Store(right2, c2 + width);
        TLanes.Store(left3, c3);
        TLanes.Store(right3, c3 + width);
    }

    /// <summary>C[2 rows, 2 registers] ← (C or 0) + A[2 rows, depth] B[depth, 2 registers].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply2(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, bool accumulate)
    {
        int width = TLanes.Count;
        T* a0 = a.Start;
        T* a1 = a.Row(1, rows);
        T* c0 = c;
        T* c1 = c + (Math.Min(1, rows - 1) * stride);
        TLanes left0 = TLanes.Zero, right0 = TLanes.Zero;
        TLanes left1 = TLanes.Zero, right1 = TLanes.Zero;
        if (accumulate)
        {
            left0 = TLanes.Load(c0);
            right0 = TLanes.Load(c0 + width);
            left1 = TLanes.Load(c1);
            right1 = TLanes.Load(c1 + width);
        }

        nint offset = 0;
        nint step = a.DepthStride;
        for (int k = 0; k < depth; k++)
        {
            TLanes left = TLanes.Load(panel), right = TLanes.Load(panel + width);
            TLanes x0 = TLanes.Broadcast(a0[offset]);
            TLanes.AddProduct(x0, left, ref left0);
            TLanes.AddProduct(x0, right, ref right0);
            TLanes x1 = TLanes.Broadcast(a1[offset]);
            TLanes.AddProduct(x1, left, ref left1);
            TLanes.AddProduct(x1, right, ref right1);
            panel += 2 * width;
            offset += step;
        }

        TLanes.Store(left0, c0);
        TLanes.Store(right0, c0 + width);
        TLanes.Store(left1, c1);
        TLanes.Store(right1, c1 + width);
    }

    /// <summary>
    /// C[1 row, 8 registers] ← (C or 0) + A[1 row, depth] B[depth, 8 registers], for four neighbouring panels of B. With a single row each element of B is used
    /// once, so that the loop reads memory as fast as it can: it needs many sums that do not wait for each other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(T* row, nint rowStep, T* panel, nint panelStride, int depth, T* c, bool accumulate)
    {
        int width = TLanes.Count;
        T* panel1 = panel + panelStride;
        T* panel2 = panel1 + panelStride;
        T* panel3 = panel2 + panelStride;
        TLanes left0 = TLanes.Zero, right0 = TLanes.Zero;
        TLanes left1 = TLanes.Zero, right1 = TLanes.Zero;
        TLanes left2 = TLanes.Zero, right2 = TLanes.Zero;
        TLanes left3 = TLanes.Zero, right3 = TLanes.Zero;
        if (accumulate)
        {
            left0 = TLanes.Load(c);
            right0 = TLanes.Load(c + width);
            left1 = TLanes.Load(c + (2 * width));
            right1 = TLanes.Load(c + (3 * width));
            left2 = TLanes.Load(c + (4 * width));
            right2 = TLanes.Load(c + (5 * width));
            left3 = TLanes.Load(c + (6 * width));
            right3 = TLanes.Load(c + (7 * width));
        }

        nint offset = 0;
        for (int k = 0; k < depth; k++)
        {
            TLanes x = TLanes.Broadcast(*row);
            TLanes.AddProduct(x, TLanes.Load(panel + offset), ref left0);
            TLanes.AddProduct(x, TLanes.Load(panel + offset + width), ref right0);
            TLanes.AddProduct(x, TLanes.Load(panel1 + offset), ref left1);
            TLanes.AddProduct(x, TLanes.Load(panel1 + offset + width), ref right1);
            TLanes.AddProduct(x, TLanes.Load(panel2 + offset), ref left2);
            TLanes.AddProduct(x, TLanes.Load(panel2 + offset + width), ref right2);
            TLanes.AddProduct(x, TLanes.Load(panel3 + offset), ref left3);
            TLanes.AddProduct(x, TLanes.Load(panel3 + offset + width), ref right3);
            row += rowStep;
            offset += 2 * width;
        }

        TLanes.Store(left0, c);
        TLanes.Store(right0, c + width);
        TLanes.Store(left1, c + (2 * width));
        TLanes.Store(right1, c + (3 * width));
        TLanes.Store(left2, c + (4 * width));
        TLanes.Store(right2, c + (5 * width));
        TLanes.Store(left3, c + (6 * width));
        TLanes.Store(right3, c + (7 * width));
    }
}
