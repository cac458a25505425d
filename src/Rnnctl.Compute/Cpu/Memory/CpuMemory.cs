using System.Runtime.InteropServices;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>
/// The memory of the process's tensors on the CPU. A system that promises more than it has ends a process without a word once the memory is written to, so
/// what is more than the machine has, or the container that the process runs in, is refused before.
/// </summary>
internal static unsafe class CpuMemory
{
    private static readonly long Limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    private static long _taken;

    /// <summary>Takes memory of undefined content.</summary>
    /// <exception cref="DeviceMemoryException">The machine has not that much.</exception>
    public static void* Take(long bytes, int alignment)
    {
        Reserve(bytes);
        try
        {
            void* memory = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);
            GC.AddMemoryPressure(bytes);
            return memory;
        }
        catch (OutOfMemoryException failure)
        {
            throw Refused(bytes, Interlocked.Add(ref _taken, -bytes), failure);
        }
    }

    /// <summary>Gives memory back.</summary>
    public static void GiveBack(void* memory, long bytes)
    {
        NativeMemory.AlignedFree(memory);
        Interlocked.Add(ref _taken, -bytes);
        GC.RemoveMemoryPressure(bytes);
    }

    private static void Reserve(long bytes)
    {
        long taken, before = Interlocked.Read(ref _taken);
        do
        {
            taken = before;
            if (bytes > Limit - taken) throw Refused(bytes, taken, cause: null);
            before = Interlocked.CompareExchange(ref _taken, taken + bytes, taken);
        }
        while (before != taken);
    }

    private static DeviceMemoryException Refused(long bytes, long taken, Exception? cause) => new(
        $"cpu: {ByteCount.Text(bytes)} of memory are wanted beside {ByteCount.Text(taken)}, and the machine has {ByteCount.Text(Limit)}",
        "try a smaller --batch-size, --hidden or --embedding",
        cause);
}
