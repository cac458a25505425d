using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// A product's right matrix <c>[K, N]</c>, copied into panels that are two registers wide: panel by panel, row by row, the last panel padded with zeros. A tile
/// then reads it sequentially. Recurrent weights are packed once per batch and stay in the cache during all time steps.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe struct PackedPanels<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private readonly T* _panels;

    /// <summary>Panels of a matrix <c>[depth, columns]</c> at <paramref name="panels"/>, which holds <see cref="Length"/> elements.</summary>
    public PackedPanels(T* panels, int depth, int columns)
    {
        _panels = panels;
        Depth = depth;
        Columns = columns;
    }

    /// <summary>The number of columns of a panel.</summary>
    public static int Width => 2 * TLanes.Count;

    /// <summary>
    /// The number of rows of a tile: the largest number whose accumulators fit into the registers (AVX-512 and ARM64 have 32, older x86 has 16).
    /// </summary>
    public static int TileRows => Vector512.IsHardwareAccelerated || AdvSimd.IsSupported ? 8 : 6;

    /// <summary>K.</summary>
    public int Depth { get; }

    /// <summary>N.</summary>
    public int Columns { get; }

    /// <summary>The number of panels.</summary>
    public int Count => (Columns + Width - 1) / Width;

    /// <summary>The number of elements of the panels of a matrix <c>[depth, columns]</c>.</summary>
    public static long Length(int depth, int columns) => ((long)columns + Width - 1) / Width * Width * depth;

    /// <summary>A panel from a row on.</summary>
    public T* Panel(int panel, int depth) => _panels + (((nint)panel * Depth) + depth) * Width;

    /// <summary>Packs some panels from a matrix in memory that is <c>[K, N]</c>, or <c>[N, K]</c> if <paramref name="transposed"/>.</summary>
    public void Pack(Matrix<T> source, bool transposed, int firstPanel, int lastPanel)
    {
        for (int panel = firstPanel; panel < lastPanel; panel++)
        {
            int column = panel * Width;
            int columns = Math.Min(Width, Columns - column);
            if (transposed) MicroPanel<T, TLanes>.PackRows(source.Row(column), source.Stride, columns, Depth, Panel(panel, 0));
            else MicroPanel<T, TLanes>.PackColumns(source.Pointer + column, source.Stride, columns, Depth, Panel(panel, 0));
        }
    }
}
