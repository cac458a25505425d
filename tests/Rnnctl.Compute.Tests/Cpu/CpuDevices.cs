using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>The configurations of the CPU backend on this machine.</summary>
internal static class CpuDevices
{
    /// <summary>Backends of every width with 1, 2 and 3 threads.</summary>
    public static IEnumerable<Backend<T>> OpenAll<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CpuDevice.Widths<T>().SelectMany(width => Enumerable.Range(1, 3).Select(threads => CpuDevice.Open<T>(threads, width)));

    /// <summary>Runs a check on each backend.</summary>
    public static void ForEach<T>(Action<Backend<T>> check)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Backend<T> opened in OpenAll<T>())
        {
            using Backend<T> backend = opened;
            check(backend);
        }
    }
}
