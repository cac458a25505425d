namespace Rnnctl.Compute.Devices;

/// <summary>What is known of a device without opening it, or of a kind of device of which there is none.</summary>
/// <param name="Name">The device; of a kind of which there is none, what would be the first.</param>
/// <param name="Available">Whether it can compute here.</param>
/// <param name="Description">What it is; or, of one that cannot be used, what is missing.</param>
public sealed record DeviceDescription(DeviceName Name, bool Available, string Description)
{
    /// <summary>Whether it is a GPU, which <c>--device auto</c> prefers to the CPU.</summary>
    public bool IsGpu { get; init; }

    /// <summary>Its memory in bytes; 0 where that is not known.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Its driver and version; empty where there is none.</summary>
    public string Driver { get; init; } = "";
}
