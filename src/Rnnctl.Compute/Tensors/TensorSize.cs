using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Compute.Tensors;

/// <summary>How large a tensor may be: its elements are counted in 32 bits, so that loops over them need no wider numbers.</summary>
public static class TensorSize
{
    /// <summary>The most elements of a tensor, 2³¹ - 2¹⁶: so far below 2³¹ that a loop may add the width of a block to an index.</summary>
    public const int Most = int.MaxValue - ushort.MaxValue;

    /// <summary>The number of elements of a matrix.</summary>
    /// <exception cref="DeviceMemoryException">There are more than <see cref="Most"/>.</exception>
    public static int Of(long rows, long columns)
    {
        // Both factors are lengths of a side, so that the product of what passes the first test fits 64 bits.
        bool fits = rows <= Most && columns <= Most && rows * columns <= Most;
        return fits ? (int)(rows * columns) : throw TooLarge(rows, columns);
    }

    private static DeviceMemoryException TooLarge(long rows, long columns) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"a tensor of [{rows}, {columns}] would have {(BigInteger)rows * columns:N0} elements, and a tensor has at most {Most:N0}"),
        "try a smaller --batch-size, --hidden or --embedding, or shorter sentences");
}
