using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A whole matrix product on all threads: pack what does not lie in the tile's order and is not kept packed, then give each thread its share of C's rows or columns,
/// whichever are more. Every element of C is summed in the order of k by one thread, so the number of threads does not change a bit.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class MatrixProduct<T, TLanes>(ThreadTeam team, Scratch<T> scratch, KeptPanels<T, TLanes> kept)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>C ← (C or 0) + op(A) op(B).</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Multiply(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
    {
        RequireFit(a, b, c);
        if (c.IsEmpty) return;
        int depth = a.Columns;
        if (depth == 0)
        {
            if (!accumulate) Clear(new Matrix<T>(c));
            return;
        }

        bool isKept = kept.IsKept(b);
        int left = a.Transposed ? PackedLeft<T, TLanes>.Length(a.Rows, depth) : 0;
        int right = isKept ? 0 : PackedPanels<T, TLanes>.Length(depth, b.Columns);
        T* memory = scratch.Rent(left + right);
        PackedPanels<T, TLanes> panels = isKept ? kept.Panels(b) : new(memory + left, depth, b.Columns);
        var packedLeft = new PackedLeft<T, TLanes>(memory, a.Rows, depth);
        Matrix<T> rightSource = isKept ? default : new Matrix<T>(b.Tensor), leftSource = a.Transposed ? new Matrix<T>(a.Tensor) : default;
        if (left + right > 0) team.Run(new PackJob(panels, rightSource, b.Transposed, packedLeft, leftSource));
        LeftMatrix<T> leftMatrix = a.Transposed ? packedLeft.AsLeft() : InPlace(new Matrix<T>(a.Tensor));
        team.Run(new MultiplyJob(leftMatrix, panels, new Matrix<T>(c), accumulate));
    }

    private static void Clear(Matrix<T> c)
    {
        for (int row = 0; row < c.Rows; row++) new Span<T>(c.Row(row), c.Columns).Clear();
    }

    private static LeftMatrix<T> InPlace(Matrix<T> a) => LeftMatrix<T>.OfRows(a.Pointer, a.Stride, PackedPanels<T, TLanes>.TileRows);

    private static void RequireFit(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c)
    {
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns)
            throw new ArgumentException($"product of [{a.Rows}, {a.Columns}] and [{b.Rows}, {b.Columns}] does not fit {c.Shape}", nameof(c));
    }

    /// <summary>Packs the matrices that are there.</summary>
    private readonly struct PackJob(
        PackedPanels<T, TLanes> panels, Matrix<T> right, bool rightTransposed, PackedLeft<T, TLanes> packedLeft, Matrix<T> left) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            if (right.Pointer != null)
            {
                (int first, int last) = Share.Of(panels.Count, part, parts);
                panels.Pack(right, rightTransposed, first, last);
            }

            if (left.Pointer != null)
            {
                (int first, int last) = Share.Of(packedLeft.Tiles, part, parts);
                packedLeft.Pack(left, first, last);
            }
        }
    }

    private readonly struct MultiplyJob(LeftMatrix<T> a, PackedPanels<T, TLanes> b, Matrix<T> c, bool accumulate) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            int tileRows = PackedPanels<T, TLanes>.TileRows;
            int tiles = (c.Rows + tileRows - 1) / tileRows;
            if (b.Count > tiles)
            {
                (int firstPanel, int lastPanel) = Share.Of(b.Count, part, parts);
                PanelProduct<T, TLanes>.Multiply(a, c.Rows, b, firstPanel, lastPanel, c.Pointer, c.Stride, accumulate);
                return;
            }

            (int firstTile, int lastTile) = Share.Of(tiles, part, parts);
            int firstRow = firstTile * tileRows;
            int rows = Math.Min(lastTile * tileRows, c.Rows) - firstRow;
            PanelProduct<T, TLanes>.Multiply(a.From(firstTile), rows, b, 0, b.Count, c.Row(firstRow), c.Stride, accumulate);
        }
    }
}
