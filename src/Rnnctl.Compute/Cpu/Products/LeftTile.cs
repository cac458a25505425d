namespace Rnnctl.Compute.Cpu.Products;

/// <summary>A few rows of a product's left matrix, by strides, so that rows in place and packed columns look the same to the tile.</summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly unsafe struct LeftTile<T>(T* start, nint rowStride, nint depthStride)
    where T : unmanaged
{
    /// <summary>The first row's first element.</summary>
    public T* Start { get; } = start;

    /// <summary>From an element to the one beside it.</summary>
    public nint DepthStride { get; } = depthStride;

    /// <summary>A row's first element; past the last of <paramref name="rows"/> rows, the last row's.</summary>
    public T* Row(int row, int rows) => Start + (Math.Min(row, rows - 1) * rowStride);
}
