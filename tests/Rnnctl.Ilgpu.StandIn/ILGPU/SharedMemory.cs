// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU;

/// <summary>Memory that the threads of a group share.</summary>
public static class SharedMemory
{
    /// <summary>So many elements, the same for all threads of the group.</summary>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => KernelThread.Current.AllocateShared<T>(extent);
}
