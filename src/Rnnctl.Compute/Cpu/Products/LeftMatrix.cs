namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A product's left matrix <c>[M, K]</c> by strides: rows as they lie in memory, or micro-panels that hold a tile's rows side by side for each k.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly unsafe struct LeftMatrix<T>(T* start, nint tileStride, nint rowStride, nint depthStride)
    where T : unmanaged
{
    /// <summary>A matrix whose rows lie in memory with a stride, cut into tiles of so many rows.</summary>
    public static LeftMatrix<T> OfRows(T* start, nint stride, int tileRows) => new(start, tileRows * stride, stride, 1);

    /// <summary>The matrix without the tiles before one.</summary>
    public LeftMatrix<T> From(int tile) => From(tile, depth: 0);

    /// <summary>The matrix without the tiles before one and without the columns before a depth.</summary>
    public LeftMatrix<T> From(int tile, int depth) => new(start + (tile * tileStride) + (depth * depthStride), tileStride, rowStride, depthStride);

    /// <summary>The rows of a tile.</summary>
    public LeftTile<T> Tile(int tile) => new(start + (tile * tileStride), rowStride, depthStride);
}
