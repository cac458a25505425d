// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>How a test makes a device fail.</summary>
internal sealed class Faults
{
    /// <summary>The memory that is left, in bytes.</summary>
    public long MemoryLeft { get; set; } = long.MaxValue;

    /// <summary>Whether every launch fails.</summary>
    public bool LaunchesFail { get; set; }

    /// <summary>Whether the device cannot be opened.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>How many launches were asked for.</summary>
    public int Launches { get; private set; }

    /// <summary>Takes memory, or fails.</summary>
    public void BeforeAllocation(long bytes)
    {
        if (bytes > MemoryLeft) throw new FailedAcceleratorException("out of memory");
        MemoryLeft -= bytes;
    }

    /// <summary>Lets a launch through, or fails.</summary>
    public void BeforeLaunch()
    {
        Launches++;
        if (LaunchesFail) throw new FailedAcceleratorException("the launch failed");
    }
}
