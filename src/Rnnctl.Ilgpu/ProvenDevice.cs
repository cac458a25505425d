using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu;

/// <summary>A kind of device whose hardware has passed the device tests, and the size from which on it was measured to be faster than the CPU.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Hardware">The device that passed the tests.</param>
/// <param name="Driver">The driver and its version.</param>
/// <param name="Date">The date of the tests.</param>
/// <param name="SmallestHidden">The smallest hidden size with which it was faster.</param>
public sealed record ProvenDevice(DeviceKind Kind, string Hardware, string Driver, DateOnly Date, int SmallestHidden)
{
    /// <summary>
    /// All proven devices. There are none yet: only ILGPU's CPU accelerator and OpenCL on a processor have run so far. Add a device here after the device tests
    /// have passed on it, with the date and the driver.
    /// </summary>
    public static IReadOnlyList<ProvenDevice> All { get; } = [];
}
