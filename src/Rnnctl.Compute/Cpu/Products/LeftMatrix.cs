namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// The left matrix <c>[M, K]</c> of a product, described by strides: rows in place, or micro-panels that hold a tile's rows side by side for each k.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly unsafe struct LeftMatrix<T>(T* start, nint tileStride, nint rowStride, nint depthStride)
    where T : unmanaged
{
    /// <summary>A matrix whose rows are in place with a stride, divided into tiles.</summary>
    public static LeftMatrix<T> OfRows(T* start, nint stride, int tileRows) => new(start, tileRows * stride, stride, 1);

    /// <summary>The matrix from a tile on.</summary>
    public LeftMatrix<T> From(int tile) => From(tile, depth: 0);

    /// <summary>The matrix from a tile and a column on.</summary>
    public LeftMatrix<T> From(int tile, int depth) => new(start + (tile * tileStride) + (depth * depthStride), tileStride, rowStride, depthStride);

    /// <summary>The rows of a tile.</summary>
    public LeftTile<T> Tile(int tile) => new(start + (tile * tileStride), rowStride, depthStride);
}
