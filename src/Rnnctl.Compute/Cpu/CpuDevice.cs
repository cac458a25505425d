using System.Numerics;
using System.Runtime.Intrinsics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu;

/// <summary>Opens the CPU as a backend.</summary>
public static class CpuDevice
{
    /// <summary>
    /// The register widths, in bits, that the CPU backend supports on this machine, in descending order. The last one, one number at a time, always exists.
    /// </summary>
    public static IReadOnlyList<int> Widths<T>()
        where T : unmanaged
    {
        var widths = new List<int>();
        if (Vector512.IsHardwareAccelerated) widths.Add(512);
        if (Vector256.IsHardwareAccelerated) widths.Add(256);
        if (Vector128.IsHardwareAccelerated) widths.Add(128);
        widths.Add(ScalarWidth<T>());
        return widths;
    }

    /// <summary>Opens a backend with the widest registers of the machine.</summary>
    public static Backend<T> Open<T>(int threads)
        where T : unmanaged, IFloatingPointIeee754<T> => Open<T>(threads, Widths<T>()[0]);

    /// <summary>Opens a backend with one of the <see cref="Widths{T}"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not supported.</exception>
    public static Backend<T> Open<T>(int threads, int width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            512 => new CpuBackend<T, Lanes512<T>>(threads),
            256 => new CpuBackend<T, Lanes256<T>>(threads),
            128 => new CpuBackend<T, Lanes128<T>>(threads),
            _ when width == ScalarWidth<T>() => new CpuBackend<T, ScalarLanes<T>>(threads),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "the CPU backend runs 512, 256 or 128 bits wide, or one number at a time"),
        };

    /// <summary>The tile of products at one of the <see cref="Widths{T}"/>.</summary>
    public static ProductTile Tile<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T> => new(TileRows<T>(width), Registers: 2);

    private static int TileRows<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            512 => PackedPanels<T, Lanes512<T>>.TileRows,
            256 => PackedPanels<T, Lanes256<T>>.TileRows,
            128 => PackedPanels<T, Lanes128<T>>.TileRows,
            _ => PackedPanels<T, ScalarLanes<T>>.TileRows,
        };

    private static unsafe int ScalarWidth<T>()
        where T : unmanaged => 8 * sizeof(T);
}
