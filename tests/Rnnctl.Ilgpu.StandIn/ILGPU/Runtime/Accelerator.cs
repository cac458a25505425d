// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU.Runtime;

/// <summary>An opened device, which runs kernels on threads of this process and at once.</summary>
public abstract class Accelerator : IDisposable
{
    private readonly LaunchPad _launchPad = new();

    internal Accelerator(Context context, Device device)
    {
        ObjectDisposedException.ThrowIf(context.IsDisposed, context);
        if (device.Faults.IsAbsent) throw new FailedAcceleratorException("the device does not answer");
        Device = device;
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The device's name.</summary>
    public string Name => Device.Name;

    /// <summary>The most threads that a group may have.</summary>
    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    /// <summary>How many groups it runs side by side.</summary>
    public int NumMultiprocessors => Device.NumMultiprocessors;

    /// <summary>Whether it was given back.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Memory for so many elements, filled with garbage.</summary>
    public unsafe MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        Device.Faults.BeforeAllocation(length * sizeof(T));
        return new(length);
    }

    /// <summary>A queue of work.</summary>
    public AcceleratorStream CreateStream() => CreateStreamInternal();

    /// <inheritdoc />
    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        _launchPad.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a kernel by every thread of a launch.</summary>
    internal void Launch(KernelConfig shape, Action kernel)
    {
        Device.Faults.BeforeLaunch();
        int groups = shape.GridDim.X, threads = shape.GroupDim.X;
        if (groups < 1 || threads < 1 || threads > MaxNumThreadsPerGroup)
            throw new ArgumentOutOfRangeException(nameof(shape), $"{groups} groups of {threads} threads, of at most {MaxNumThreadsPerGroup}");
        _launchPad.Launch(groups, threads, kernel);
    }

    /// <summary>A queue of work of this kind of accelerator.</summary>
    private protected abstract AcceleratorStream CreateStreamInternal();
}
