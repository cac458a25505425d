using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>Copies a strip of a matrix into the order in which the tile reads it: for each k the strip's elements side by side.</summary>
internal static unsafe class MicroPanel
{
    /// <summary>From a strip of columns of a matrix <c>[depth, ...]</c>: already side by side, so each k is one short copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackColumns<T>(T* source, nint stride, int columns, int depth, T* panel, int width)
        where T : unmanaged
    {
        for (int k = 0; k < depth; k++)
        {
            T* from = source + (k * stride);
            T* to = panel + ((nint)k * width);
            for (int n = 0; n < columns; n++) to[n] = from[n];
            for (int n = columns; n < width; n++) to[n] = default;
        }
    }

    /// <summary>
    /// From a strip of rows of a matrix <c>[..., depth]</c>: a transposition, four rows at a time so that a written line is filled in few visits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows<T>(T* source, nint stride, int rows, int depth, T* panel, int width)
        where T : unmanaged
    {
        int n = 0;
        for (; n + 4 <= rows; n += 4)
        {
            T* row0 = source + (n * stride), row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
            T* to = panel + n;
            for (int k = 0; k < depth; k++, to += width)
            {
                to[0] = row0[k];
                to[1] = row1[k];
                to[2] = row2[k];
                to[3] = row3[k];
            }
        }

        for (; n < width; n++)
        {
            T* row = source + (n * stride);
            T* to = panel + n;
            for (int k = 0; k < depth; k++, to += width) *to = n < rows ? row[k] : default;
        }
    }
}
