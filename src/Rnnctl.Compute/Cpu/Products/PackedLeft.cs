using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A product's left matrix <c>[M, K]</c> that lies transposed in memory, copied into micro-panels: tile by tile, for each k the tile's rows side by side.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe struct PackedLeft<T, TLanes>(T* panels, int rows, int depth)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of tiles.</summary>
    public int Tiles => (rows + TileRows - 1) / TileRows;

    private static int TileRows => PackedPanels<T, TLanes>.TileRows;

    /// <summary>How many numbers the micro-panels of a matrix <c>[rows, depth]</c> take.</summary>
    public static int Length(int rows, int depth) => checked((rows + TileRows - 1) / TileRows * TileRows * depth);

    /// <summary>Packs some tiles of a matrix that lies in memory as <c>[K, M]</c>.</summary>
    public void Pack(Matrix<T> source, int firstTile, int lastTile)
    {
        for (int tile = firstTile; tile < lastTile; tile++)
        {
            int row = tile * TileRows;
            MicroPanel.PackColumns(source.Pointer + row, source.Stride, Math.Min(TileRows, rows - row), depth, Panel(tile), TileRows);
        }
    }

    /// <summary>The packed matrix as the product reads it.</summary>
    public LeftMatrix<T> AsLeft() => new(panels, (nint)TileRows * depth, 1, TileRows);

    private T* Panel(int tile) => panels + ((nint)tile * TileRows * depth);
}
