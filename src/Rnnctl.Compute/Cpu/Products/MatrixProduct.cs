using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A matrix product on all threads. It packs the right matrix, unless packed panels are kept, and gives each thread a share of C's rows or columns, whichever
/// are more. One thread sums each element of C in the order of k, so that the result does not depend on the number of threads.
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
        long left = a.Transposed ? PanelProduct<T, TLanes>.BlockLength : 0;
        long right = isKept ? 0 : PackedPanels<T, TLanes>.Length(depth, b.Columns);
        T* memory = scratch.Rent((team.Threads * left) + right);
        PackedPanels<T, TLanes> panels = isKept ? kept.Panels(b) : new(memory + (team.Threads * left), depth, b.Columns);
        if (!isKept) team.Run(new PackPanelsJob<T, TLanes>(panels, new Matrix<T>(b.Tensor), b.Transposed), (long)depth * b.Columns);
        team.Run(
            new MultiplyJob(new Matrix<T>(a.Tensor), a.Transposed, memory, panels, new Matrix<T>(c), accumulate),
            ThreadTeam.NumbersOfProduct(c.Rows, depth, c.Columns));
    }

    private static void Clear(Matrix<T> c)
    {
        for (int row = 0; row < c.Rows; row++) new Span<T>(c.Row(row), c.Columns).Clear();
    }

    private static void RequireFit(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c)
    {
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns)
            throw new ArgumentException($"product of [{a.Rows}, {a.Columns}] and [{b.Rows}, {b.Columns}] does not fit {c.Shape}", nameof(c));
    }

    private readonly struct MultiplyJob(Matrix<T> a, bool transposed, T* memory, PackedPanels<T, TLanes> b, Matrix<T> c, bool accumulate) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            T* block = memory + (part * PanelProduct<T, TLanes>.BlockLength);
            int tileRows = PackedPanels<T, TLanes>.TileRows;
            int tiles = (c.Rows + tileRows - 1) / tileRows;
            if (b.Count > tiles)
            {
                (int firstPanel, int lastPanel) = Share.Of(b.Count, part, parts);
                Multiply(0, c.Rows, firstPanel, lastPanel, block);
                return;
            }

            (int firstTile, int lastTile) = Share.Of(tiles, part, parts);
            Multiply(firstTile * tileRows, Math.Min(lastTile * tileRows, c.Rows), 0, b.Count, block);
        }

        private void Multiply(int row, int rowEnd, int firstPanel, int lastPanel, T* block)
        {
            if (transposed)
            {
                var columns = new Matrix<T>(a.Pointer + row, a.Rows, rowEnd - row, a.Stride);
                PanelProduct<T, TLanes>.MultiplyTransposed(columns, block, rowEnd - row, b, firstPanel, lastPanel, c.Row(row), c.Stride, accumulate);
                return;
            }

            LeftMatrix<T> rows = LeftMatrix<T>.OfRows(a.Row(row), a.Stride, PackedPanels<T, TLanes>.TileRows);
            PanelProduct<T, TLanes>.Multiply(rows, rowEnd - row, b, firstPanel, lastPanel, c.Row(row), c.Stride, accumulate);
        }
    }
}
