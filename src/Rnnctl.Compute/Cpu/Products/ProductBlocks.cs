namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// The blocks of rows and of depth in which a product <c>[rows, depth] [depth, columns]</c> is computed. All of the right matrix is read once for each block
/// of rows, and all of the result for each block of depth: the smaller of the two is gone through again and again. The blocks of depth of one row follow
/// each other in both orders.
/// </summary>
internal readonly struct ProductBlocks(int rows, int depth)
{
    /// <summary>The most rows of a block.</summary>
    public const int Rows = 128;

    /// <summary>The most depth of a block.</summary>
    public const int Depths = 256;

    private readonly int _ofRows = (rows + Rows - 1) / Rows;
    private readonly int _ofDepth = (depth + Depths - 1) / Depths;

    /// <summary>The number of blocks.</summary>
    public int Count => _ofRows * _ofDepth;

    /// <summary>A block, in the order in which they are computed: its first row, the one after its last, and its depth likewise.</summary>
    public (int Row, int RowEnd, int Depth, int DepthEnd) this[int index]
    {
        get
        {
            (int row, int level) = depth < rows ? (index / _ofDepth, index % _ofDepth) : (index % _ofRows, index / _ofRows);
            return (row * Rows, Math.Min(rows, (row + 1) * Rows), level * Depths, Math.Min(depth, (level + 1) * Depths));
        }
    }
}
