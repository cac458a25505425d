// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU;

/// <summary>The threads of a group, as a kernel sees them.</summary>
public static class Group
{
    /// <summary>The number of the thread that calls.</summary>
    public static int IdxX => KernelThread.Current.Index;

    /// <summary>The number of threads.</summary>
    public static int DimX => KernelThread.Current.Group.Threads;

    /// <summary>Waits until every thread of the group has come here.</summary>
    public static void Barrier() => KernelThread.Current.WaitForGroup();
}
