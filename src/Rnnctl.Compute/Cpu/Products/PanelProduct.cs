using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// C ← (C or 0) + A B for a part of C, on one thread. The loops, from the outside in, are over blocks of A that stay in the second-level cache, panels that
/// stay in the first-level cache for the depth of a block, and tiles (Goto and van de Geijn 2008).
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class PanelProduct<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of elements that a product with a transposed left matrix packs at a time.</summary>
    public static long BlockLength => PackedLeft<T, TLanes>.Length(ProductBlocks.Rows, ProductBlocks.Depths);

    /// <summary>Computes <paramref name="rows"/> rows of the panels <paramref name="firstPanel"/> to <paramref name="lastPanel"/> of C.</summary>
    /// <param name="a">The left matrix; its row 0 is C's row 0.</param>
    /// <param name="rows">The number of rows of A and C.</param>
    /// <param name="b">The right matrix.</param>
    /// <param name="firstPanel">The first panel of B and C.</param>
    /// <param name="lastPanel">The panel after the last one.</param>
    /// <param name="c">C, from column 0 on.</param>
    /// <param name="stride">The distance between rows of C.</param>
    /// <param name="accumulate">Whether to add to the values in C.</param>
    public static void Multiply(
        in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, int firstPanel, int lastPanel, T* c, nint stride, bool accumulate)
    {
        var blocks = new ProductBlocks(rows, b.Depth);
        for (int i = 0; i < blocks.Count; i++)
        {
            (int row, int rowEnd, int depth, int depthEnd) = blocks[i];
            LeftMatrix<T> block = a.From(row / PackedPanels<T, TLanes>.TileRows, depth);
            MultiplyBlock(block, rowEnd - row, b, firstPanel, lastPanel, depth, depthEnd - depth, c + (row * stride), stride, accumulate || depth > 0);
        }
    }

    /// <summary>The same for a left matrix that is transposed in memory, <c>[K, M]</c>; each block is packed just before it is used.</summary>
    public static void MultiplyTransposed(
        Matrix<T> a, T* memory, int rows, in PackedPanels<T, TLanes> b, int firstPanel, int lastPanel, T* c, nint stride, bool accumulate)
    {
        var blocks = new ProductBlocks(rows, b.Depth);
        for (int i = 0; i < blocks.Count; i++)
        {
            (int row, int rowEnd, int depth, int depthEnd) = blocks[i];
            var block = new PackedLeft<T, TLanes>(memory, rowEnd - row, depthEnd - depth);
            block.Pack(a.Row(depth) + row, a.Stride);
            MultiplyBlock(
                block.AsLeft(), rowEnd - row, b, firstPanel, lastPanel, depth, depthEnd - depth, c + (row * stride), stride, accumulate || depth > 0);
        }
    }

    private static void MultiplyBlock(
        in LeftMatrix<T> a,
        int rows,
        in PackedPanels<T, TLanes> b,
        int firstPanel,
        int lastPanel,
        int depth,
        int depths,
        T* c,
        nint stride,
        bool accumulate)
    {
        int panel = firstPanel;
        if (rows == 1) panel = MultiplyRow(a.Tile(0), b, firstPanel, lastPanel, depth, depths, c, accumulate);
        for (; panel < lastPanel; panel++) MultiplyPanel(a, rows, b, panel, depth, depths, c, stride, accumulate);
    }

    /// <summary>Multiplies a single row by as many panels as are whole and come in fours; returns the first panel that is left.</summary>
    private static int MultiplyRow(
        in LeftTile<T> a, in PackedPanels<T, TLanes> b, int firstPanel, int lastPanel, int depth, int depths, T* c, bool accumulate)
    {
        int width = PackedPanels<T, TLanes>.Width;
        int whole = Math.Min(lastPanel, b.Columns / width);
        int panel = firstPanel;
        for (; panel + RegisterTile<T, TLanes>.PanelsOfRow <= whole; panel += RegisterTile<T, TLanes>.PanelsOfRow)
        {
            T* columns = b.Panel(panel, depth);
            nint panelStride = (nint)(b.Panel(panel + 1, depth) - columns);
            RegisterTile<T, TLanes>.MultiplyRow(a.Start, a.DepthStride, columns, panelStride, depths, c + (panel * width), accumulate);
        }

        return panel;
    }

    private static void MultiplyPanel(
        in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, int panel, int depth, int depths, T* c, nint stride, bool accumulate)
    {
        int tileRows = PackedPanels<T, TLanes>.TileRows;
        int width = PackedPanels<T, TLanes>.Width;
        T* columns = b.Panel(panel, depth);
        int valid = Math.Min(width, b.Columns - (panel * width));
        for (int row = 0; row < rows; row += tileRows)
        {
            LeftTile<T> tile = a.Tile(row / tileRows);
            int tall = Math.Min(tileRows, rows - row);
            T* target = c + (row * stride) + (panel * width);
            if (valid == width) RegisterTile<T, TLanes>.Multiply(tile, columns, depths, target, stride, tall, accumulate);
            else MultiplyEdge(tile, columns, depths, target, stride, tall, valid, accumulate);
        }
    }

    /// <summary>The tiles of the last panel exceed C's last column, so that they are computed in separate memory and copied.</summary>
    private static void MultiplyEdge(in LeftTile<T> a, T* panel, int depth, T* c, nint stride, int rows, int columns, bool accumulate)
    {
        int width = PackedPanels<T, TLanes>.Width;
        T* beside = stackalloc T[rows * width];
        if (accumulate) CopyTile(c, stride, beside, width, rows, columns);
        RegisterTile<T, TLanes>.Multiply(a, panel, depth, beside, width, rows, accumulate);
        CopyTile(beside, width, c, stride, rows, columns);
    }

    private static void CopyTile(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(source + (row * sourceStride), columns).CopyTo(new Span<T>(target + (row * targetStride), columns));
    }
}
