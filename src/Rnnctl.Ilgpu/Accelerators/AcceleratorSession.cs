using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu.Accelerators;

/// <summary>An opened accelerator with the name that the user knows, and the exceptions for its errors.</summary>
internal sealed class AcceleratorSession : IDisposable
{
    private readonly Context _context;
    private readonly DeviceWatch? _watch;

    /// <summary>Opens a device.</summary>
    /// <param name="context">ILGPU's context; the session disposes it.</param>
    /// <param name="device">The device.</param>
    /// <param name="name">The device's name, as the user passes it to <c>--device</c>.</param>
    /// <param name="largestGroup">The limit for groups of threads, even if the device supports larger ones.</param>
    /// <param name="watch">The callbacks of a test, or null.</param>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public AcceleratorSession(Context context, Device device, string name, int largestGroup, DeviceWatch? watch = null)
    {
        (_context, _watch, Name) = (context, watch, name);
        try
        {
            Accelerator = device.CreateAccelerator(context);
        }
        catch (Exception failure)
        {
            context.Dispose();
            throw CannotOpen(name, failure);
        }

        GroupSize = 1 << int.Log2(Math.Min(largestGroup, Accelerator.MaxNumThreadsPerGroup));
    }

    /// <summary>The device's name, as the user passes it to <c>--device</c>.</summary>
    public string Name { get; }

    /// <summary>The largest number of threads of a group on this accelerator, a power of two.</summary>
    public int GroupSize { get; }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The exception for a device that cannot be opened.</summary>
    public static DeviceException CannotOpen(string name, Exception failure) =>
        new($"{name}: the device cannot be opened: {failure.Message}", "update its driver, or try --device cpu", failure);

    /// <summary>The exception for an accelerator that failed.</summary>
    public DeviceException Failure(Exception failure) =>
        new($"{Name}: the device failed: {failure.Message}", "try again, with a smaller --batch-size, or with --device cpu", failure);

    /// <summary>The exception for an accelerator without enough memory.</summary>
    public DeviceMemoryException OutOfMemory(long bytes, Exception failure) => new(
        $"{Name}: cannot allocate {bytes >> 20} MiB on the device: {failure.Message}", "try a smaller --batch-size or --hidden, or --device cpu", failure);

    /// <summary>Allocates memory with undefined content.</summary>
    /// <exception cref="AcceleratorException">There is not enough memory.</exception>
    public unsafe MemoryBuffer1D<TElement, Stride1D.Dense> Allocate<TElement>(long length)
        where TElement : unmanaged
    {
        _watch?.Allocating?.Invoke(length * sizeof(TElement));
        MemoryBuffer1D<TElement, Stride1D.Dense> buffer = Accelerator.Allocate1D<TElement>(length);
        _watch?.Allocated?.Invoke(buffer.View.BaseView.Cast<byte>());
        return buffer;
    }

    /// <summary>Called before a kernel is launched.</summary>
    public void BeforeLaunch() => _watch?.Launching?.Invoke();

    /// <inheritdoc />
    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
