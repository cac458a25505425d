namespace Rnnctl.Compute.Devices;

/// <summary>Describes a device without opening it, or a kind of device that this machine lacks.</summary>
/// <param name="Name">The device; if the machine has none of this kind, the name that the first would have.</param>
/// <param name="Available">Whether the device can be used.</param>
/// <param name="Description">A description; if the device cannot be used, what is missing.</param>
public sealed record DeviceDescription(DeviceName Name, bool Available, string Description)
{
    /// <summary>Whether the device is a GPU. <c>--device auto</c> prefers GPUs to the CPU.</summary>
    public bool IsGpu { get; init; }

    /// <summary>The device's memory in bytes; 0 if unknown.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The driver and its version; empty if there is none.</summary>
    public string Driver { get; init; } = "";
}
