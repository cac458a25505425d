// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>The shape of a launch: so many groups of so many threads.</summary>
public readonly struct KernelConfig
{
    /// <summary>A launch along one axis.</summary>
    public KernelConfig(Index1D gridDim, Index1D groupDim) => (GridDim, GroupDim) = (gridDim, groupDim);

    /// <summary>The number of groups.</summary>
    public Index1D GridDim { get; }

    /// <summary>The number of threads in a group.</summary>
    public Index1D GroupDim { get; }
}
