using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu;

/// <summary>A kind of device whose hardware has passed the device tests, and from which size on it was measured to be faster than the CPU.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Hardware">The device that passed.</param>
/// <param name="Driver">Its driver and version.</param>
/// <param name="Date">The day.</param>
/// <param name="SmallestHidden">The smallest hidden size with which it was faster.</param>
public sealed record ProvenDevice(DeviceKind Kind, string Hardware, string Driver, DateOnly Date, int SmallestHidden)
{
    /// <summary>
    /// All of them. None yet: what has run is ILGPU's CPU accelerator, and OpenCL on a processor. A device is added here once the device tests have passed on
    /// it, with the day and the driver.
    /// </summary>
    public static IReadOnlyList<ProvenDevice> All { get; } = [];
}
