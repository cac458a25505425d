using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu;

/// <summary>An opened accelerator under the name that the user knows it by, and what becomes of its errors.</summary>
internal sealed class AcceleratorSession : IDisposable
{
    private readonly Context _context;

    /// <summary>Opens a device.</summary>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public AcceleratorSession(Context context, Device device, string name)
    {
        _context = context;
        Name = name;
        try
        {
            Accelerator = device.CreateAccelerator(context);
        }
        catch (Exception failure)
        {
            context.Dispose();
            throw CannotOpen(name, failure);
        }
    }

    /// <summary>The device as <c>--device</c> takes it.</summary>
    public string Name { get; }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>What to tell the user of a device that cannot be opened.</summary>
    public static DeviceException CannotOpen(string name, Exception failure) =>
        new($"{name}: the device cannot be opened: {failure.Message}", "update its driver, or try --device cpu", failure);

    /// <summary>What to tell the user of an accelerator that failed.</summary>
    public DeviceException Failure(Exception failure) =>
        new($"{Name}: the device failed: {failure.Message}", "try again, with a smaller --batch-size, or with --device cpu", failure);

    /// <summary>What to tell the user of an accelerator that has no such memory left.</summary>
    public DeviceException OutOfMemory(long bytes, Exception failure) => new(
        $"{Name}: no {bytes >> 20} MiB of memory left on the device: {failure.Message}", "try a smaller --batch-size or --hidden, or --device cpu", failure);

    /// <inheritdoc />
    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
