using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>A matrix product on the calling thread, used for many small independent products.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class SerialProduct<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of elements of working memory for a product <c>[rows, depth] [depth, columns]</c>.</summary>
    public static long Length(int rows, int depth, int columns) =>
        PackedLeft<T, TLanes>.Length(rows, depth) + PackedPanels<T, TLanes>.Length(depth, columns);

    /// <summary>C ← A B.</summary>
    public static void Multiply(Matrix<T> a, Matrix<T> b, Matrix<T> c, T* memory) =>
        Multiply(LeftMatrix<T>.OfRows(a.Pointer, a.Stride, PackedPanels<T, TLanes>.TileRows), b, transposed: false, a.Columns, c, memory);

    /// <summary>C ← A Bᵀ.</summary>
    public static void MultiplyTransposed(Matrix<T> a, Matrix<T> b, Matrix<T> c, T* memory) =>
        Multiply(LeftMatrix<T>.OfRows(a.Pointer, a.Stride, PackedPanels<T, TLanes>.TileRows), b, transposed: true, a.Columns, c, memory);

    /// <summary>C ← Aᵀ B.</summary>
    public static void TransposedMultiply(Matrix<T> a, Matrix<T> b, Matrix<T> c, T* memory)
    {
        var left = new PackedLeft<T, TLanes>(memory, a.Columns, a.Rows);
        left.Pack(a.Pointer, a.Stride);
        Multiply(left.AsLeft(), b, transposed: false, a.Rows, c, memory + PackedLeft<T, TLanes>.Length(a.Columns, a.Rows));
    }

    private static void Multiply(in LeftMatrix<T> a, Matrix<T> b, bool transposed, int depth, Matrix<T> c, T* memory)
    {
        var panels = new PackedPanels<T, TLanes>(memory, depth, c.Columns);
        panels.Pack(b, transposed, 0, panels.Count);
        PanelProduct<T, TLanes>.Multiply(a, c.Rows, panels, 0, panels.Count, c.Pointer, c.Stride, accumulate: false);
    }
}
