using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Compute.Tensors;

/// <summary>The limit on a tensor's size. Elements are counted in 32 bits, so that loops need no wider indices.</summary>
public static class TensorSize
{
    /// <summary>The largest number of elements of a tensor, 2³¹ - 2¹⁶. A loop may add the width of a block to an index without overflow.</summary>
    public const int Most = int.MaxValue - ushort.MaxValue;

    /// <summary>The number of elements of a matrix.</summary>
    /// <exception cref="DeviceMemoryException">The number is larger than <see cref="Most"/>.</exception>
    public static int Of(long rows, long columns)
    {
        // Both factors are lengths of a side, so that the product fits 64 bits after the first test.
        bool fits = rows <= Most && columns <= Most && rows * columns <= Most;
        return fits ? (int)(rows * columns) : throw TooLarge(rows, columns);
    }

    private static DeviceMemoryException TooLarge(long rows, long columns) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"a tensor of [{rows}, {columns}] would have {(BigInteger)rows * columns:N0} elements, and a tensor has at most {Most:N0}"),
        "try a smaller --batch-size, --hidden or --embedding, or shorter sentences");
}
