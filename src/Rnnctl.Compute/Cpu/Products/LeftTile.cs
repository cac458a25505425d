namespace Rnnctl.Compute.Cpu.Products;

/// <summary>A few rows of a product's left matrix, described by strides, so that a tile reads rows in place and packed columns in the same way.</summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly unsafe struct LeftTile<T>(T* start, nint rowStride, nint depthStride)
    where T : unmanaged
{
    /// <summary>The first row's first element.</summary>
    public T* Start { get; } = start;

    /// <summary>The distance between neighbouring elements of a row.</summary>
    public nint DepthStride { get; } = depthStride;

    /// <summary>The first element of a row; of the last of <paramref name="rows"/> rows if the index is larger.</summary>
    public T* Row(int row, int rows) => Start + (Math.Min(row, rows - 1) * rowStride);
}
