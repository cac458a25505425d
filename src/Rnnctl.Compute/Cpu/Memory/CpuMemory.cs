using System.Globalization;
using System.Runtime.InteropServices;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>
/// Allocates the tensors' memory on the CPU. Linux grants more memory than it has and kills a process that writes to it. Therefore requests beyond the free
/// memory of the machine or its container are refused.
/// </summary>
internal static unsafe class CpuMemory
{
    private const string MemoryInformation = "/proc/meminfo";

    // Smaller requests are granted without asking the system, which takes longer than the allocation itself.
    private const long Small = 1 << 24;

    private static readonly long Total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    private static long _taken;

    /// <summary>Allocates memory with undefined content.</summary>
    /// <exception cref="DeviceMemoryException">There is not enough memory.</exception>
    public static void* Allocate(long bytes, int alignment)
    {
        Reserve(bytes, bytes < Small ? Total : Limit());
        try
        {
            void* memory = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);
            GC.AddMemoryPressure(bytes);
            return memory;
        }
        catch (OutOfMemoryException failure)
        {
            long taken = Interlocked.Add(ref _taken, -bytes);
            throw Refused(bytes, taken, taken, failure);
        }
    }

    /// <summary>Frees memory.</summary>
    public static void Free(void* memory, long bytes)
    {
        NativeMemory.AlignedFree(memory);
        Interlocked.Add(ref _taken, -bytes);
        GC.RemoveMemoryPressure(bytes);
    }

    private static void Reserve(long bytes, long limit)
    {
        long taken, before = Interlocked.Read(ref _taken);
        do
        {
            taken = before;
            if (bytes > limit - taken) throw Refused(bytes, taken, limit, cause: null);
            before = Interlocked.CompareExchange(ref _taken, taken + bytes, taken);
        }
        while (before != taken);
    }

    /// <summary>The limit for tensors: the system's free memory plus the memory that tensors have already written to.</summary>
    private static long Limit()
    {
        long written = Math.Clamp(Environment.WorkingSet - GC.GetTotalMemory(forceFullCollection: false), 0, Interlocked.Read(ref _taken));
        return OperatingSystem.IsLinux() && TryReadAvailable(out long available) ? Math.Min(Total, available + written) : Total;
    }

    private static bool TryReadAvailable(out long bytes)
    {
        bytes = 0;
        try
        {
            const string Key = "MemAvailable:", Unit = "kB";
            string? line = File.ReadLines(MemoryInformation).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            bool isThere = long.TryParse(line?[Key.Length..^Unit.Length], CultureInfo.InvariantCulture, out long kilobytes);
            bytes = kilobytes << 10;
            return isThere;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static DeviceMemoryException Refused(long bytes, long taken, long limit, Exception? cause) => new(
        $"cpu: cannot allocate {ByteCount.Text(bytes)} of memory: tensors use {ByteCount.Text(taken)} of at most {ByteCount.Text(limit)}",
        "try a smaller --batch-size, --hidden or --embedding, or shorter sentences",
        cause);
}
