// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU.Runtime;

/// <summary>A device that an accelerator can be made of.</summary>
public abstract class Device
{
    internal Device()
    {
    }

    /// <summary>Its name.</summary>
    public string Name { get; protected set; } = "";

    /// <summary>Its memory in bytes.</summary>
    public long MemorySize { get; protected set; }

    /// <summary>The most threads that a group may have.</summary>
    public int MaxNumThreadsPerGroup { get; protected set; }

    /// <summary>How many groups it runs side by side.</summary>
    public int NumMultiprocessors { get; protected set; }

    /// <summary>How a test makes it fail.</summary>
    internal Faults Faults { get; } = new();

    /// <summary>Opens it.</summary>
    public abstract Accelerator CreateAccelerator(Context context);
}
