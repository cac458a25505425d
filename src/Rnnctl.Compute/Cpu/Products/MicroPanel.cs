using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>Copies a strip of a matrix into the order in which a tile reads it: for each k, the elements of the strip side by side.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class MicroPanel<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private static int Width => PackedPanels<T, TLanes>.Width;

    private static int TileRows => PackedPanels<T, TLanes>.TileRows;

    /// <summary>
    /// A right matrix's panel from a strip of columns of a matrix <c>[depth, ...]</c>: the elements are already side by side, so that each k is one short copy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackColumns(T* source, nint stride, int columns, int depth, T* panel)
    {
        if (columns < Width)
        {
            PackEdge(source, stride, columns, depth, panel, Width);
            return;
        }

        for (int k = 0; k < depth; k++, source += stride, panel += Width)
        {
            TLanes.Store(TLanes.Load(source), panel);
            TLanes.Store(TLanes.Load(source + TLanes.Count), panel + TLanes.Count);
        }
    }

    /// <summary>A left matrix's tile from a strip of columns of a matrix <c>[depth, ...]</c>, in the same way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTile(T* source, nint stride, int columns, int depth, T* panel)
    {
        if (columns < TileRows)
        {
            PackEdge(source, stride, columns, depth, panel, TileRows);
            return;
        }

        // The compiler knows this size, so that a copy takes one or two registers.
        for (int k = 0; k < depth; k++, source += stride, panel += TileRows) Unsafe.CopyBlockUnaligned(panel, source, (uint)(TileRows * sizeof(T)));
    }

    /// <summary>
    /// A right matrix's panel from a strip of rows of a matrix <c>[..., depth]</c>: a transposition. It processes four rows at a time, to write each cache line
    /// in few visits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows(T* source, nint stride, int rows, int depth, T* panel)
    {
        int n = 0;
        for (; n + 4 <= rows; n += 4)
        {
            T* row0 = source + (n * stride), row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
            T* to = panel + n;
            for (int k = 0; k < depth; k++, to += Width)
            {
                to[0] = row0[k];
                to[1] = row1[k];
                to[2] = row2[k];
                to[3] = row3[k];
            }
        }

        for (; n < Width; n++)
        {
            T* row = source + (n * stride);
            T* to = panel + n;
            for (int k = 0; k < depth; k++, to += Width) *to = n < rows ? row[k] : default;
        }
    }

    /// <summary>The last strip, padded with zeros.</summary>
    private static void PackEdge(T* source, nint stride, int columns, int depth, T* panel, int width)
    {
        for (int k = 0; k < depth; k++, source += stride, panel += width)
        {
            for (int n = 0; n < columns; n++) panel[n] = source[n];
            for (int n = columns; n < width; n++) panel[n] = default;
        }
    }
}
