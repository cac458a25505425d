using System.Numerics;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// C ← (C or 0) + A B over a block of C, on one thread: blocks of A's rows that stay in the second-level cache, blocks of depth whose panel stays in
/// the first-level cache, panels, tiles (Goto and van de Geijn 2008).
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class PanelProduct<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private const int DepthBlock = 256;
    private const int RowBlock = 128;

    /// <summary>Computes rows 0 to <paramref name="rows"/> of the panels <paramref name="firstPanel"/> to <paramref name="lastPanel"/> of C.</summary>
    /// <param name="a">The left matrix; row 0 is C's row 0.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="b">The right matrix.</param>
    /// <param name="firstPanel">The first panel of B and C.</param>
    /// <param name="lastPanel">The one after the last panel.</param>
    /// <param name="c">C, from column 0 on.</param>
    /// <param name="stride">From the start of a row of C to the next.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    public static void Multiply(
        in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, int firstPanel, int lastPanel, T* c, nint stride, bool accumulate)
    {
        for (int depth = 0; depth < b.Depth; depth += DepthBlock)
        {
            int depths = Math.Min(DepthBlock, b.Depth - depth);
            for (int row = 0; row < rows; row += RowBlock)
            {
                int rowEnd = Math.Min(rows, row + RowBlock);
                for (int panel = firstPanel; panel < lastPanel; panel++)
                    MultiplyPanel(a, row, rowEnd, b, panel, depth, depths, c, stride, accumulate || depth > 0);
            }
        }
    }

    private static void MultiplyPanel(
        in LeftMatrix<T> a, int row, int rowEnd, in PackedPanels<T, TLanes> b, int panel, int depth, int depths, T* c, nint stride, bool accumulate)
    {
        int tileRows = PackedPanels<T, TLanes>.TileRows;
        int width = PackedPanels<T, TLanes>.Width;
        T* columns = b.Panel(panel, depth);
        int valid = Math.Min(width, b.Columns - (panel * width));
        for (; row < rowEnd; row += tileRows)
        {
            LeftTile<T> tile = a.Tile(row / tileRows, depth);
            int rows = Math.Min(tileRows, rowEnd - row);
            T* target = c + (row * stride) + (panel * width);
            if (valid == width) RegisterTile<T, TLanes>.Multiply(tile, columns, depths, target, stride, rows, accumulate);
            else MultiplyEdge(tile, columns, depths, target, stride, rows, valid, accumulate);
        }
    }

    /// <summary>The last panel's tiles reach past C's last column, so they are computed beside it and copied.</summary>
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
