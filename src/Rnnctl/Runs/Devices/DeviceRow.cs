using Rnnctl.Compute.Devices;

namespace Rnnctl.Runs.Devices;

/// <summary>A device in <c>rnnctl devices</c>.</summary>
/// <param name="Name">As <c>--device</c> takes it.</param>
/// <param name="Available">Whether it can compute here.</param>
/// <param name="Description">What it is, or what is missing.</param>
/// <param name="MemoryBytes">Its memory in bytes, 0 where that is not known.</param>
/// <param name="Driver">Its driver and version, empty where there is none.</param>
internal sealed record DeviceRow(string Name, bool Available, string Description, long MemoryBytes, string Driver)
{
    /// <summary>The row of a device.</summary>
    public static DeviceRow Of(DeviceDescription device) =>
        new(device.Name.ToString(), device.Available, device.Description, device.MemoryBytes, device.Driver);
}
