using System.Runtime.Intrinsics;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// The blocks of rows and of depth of a product <c>[rows, depth] [depth, columns]</c>. The whole right matrix is read once for each block of rows, and the
/// whole result once for each block of depth; the order of the blocks makes the smaller of the two the one that is read more often. In both orders the blocks
/// of depth of one row follow each other. Blocks of depth have about the same size, so that C is read for as few as possible.
/// </summary>
internal readonly struct ProductBlocks(int rows, int depth)
{
    /// <summary>The largest number of rows of a block, a multiple of the rows of a tile on every machine.</summary>
    public const int Rows = 120;

    private readonly int _ofRows = (rows + Rows - 1) / Rows;
    private readonly int _ofDepth = (depth + Depths - 1) / Depths;

    /// <summary>
    /// The largest depth of a block. A panel of it fills two thirds of a first-level cache: of 32 KB; with registers of 512 bits, of 48 KB.
    /// </summary>
    public static int Depths => Vector512.IsHardwareAccelerated ? 256 : 340;

    /// <summary>The number of blocks.</summary>
    public int Count => _ofRows * _ofDepth;

    /// <summary>The block with an index, in the order of computation: the first row, the row after the last, and the same for the depth.</summary>
    public (int Row, int RowEnd, int Depth, int DepthEnd) this[int index]
    {
        get
        {
            (int row, int level) = depth < rows ? (index / _ofDepth, index % _ofDepth) : (index % _ofRows, index / _ofRows);
            return (row * Rows, Math.Min(rows, (row + 1) * Rows), DepthOf(level), DepthOf(level + 1));
        }
    }

    private int DepthOf(int level) => (int)((long)depth * level / _ofDepth);
}
