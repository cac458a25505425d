// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU;

/// <summary>The groups of a launch, as a kernel sees them.</summary>
public static class Grid
{
    /// <summary>The number of the group that calls.</summary>
    public static int IdxX => KernelThread.Current.Group.Index;

    /// <summary>The number of groups.</summary>
    public static int DimX => KernelThread.Current.Group.GroupsOfLaunch;
}
