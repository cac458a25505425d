using System.Numerics;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A product's left matrix <c>[M, K]</c>, or a block of it, that is transposed in memory, copied into micro-panels: tile by tile, for each k the tile's rows
/// side by side.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe struct PackedLeft<T, TLanes>(T* panels, int rows, int depth)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private int Tiles => (rows + TileRows - 1) / TileRows;

    private static int TileRows => PackedPanels<T, TLanes>.TileRows;

    /// <summary>The number of elements of the micro-panels of a matrix <c>[rows, depth]</c>.</summary>
    public static long Length(int rows, int depth) => ((long)rows + TileRows - 1) / TileRows * TileRows * depth;

    /// <summary>Packs the matrix, which is <c>[K, M]</c> in memory.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="stride">The distance between rows in memory.</param>
    public void Pack(T* source, nint stride)
    {
        for (int tile = 0; tile < Tiles; tile++)
        {
            int row = tile * TileRows;
            MicroPanel<T, TLanes>.PackTile(source + row, stride, Math.Min(TileRows, rows - row), depth, Panel(tile));
        }
    }

    /// <summary>The packed matrix as the left matrix of a product.</summary>
    public LeftMatrix<T> AsLeft() => new(panels, (nint)TileRows * depth, 1, TileRows);

    private T* Panel(int tile) => panels + ((nint)tile * TileRows * depth);
}
