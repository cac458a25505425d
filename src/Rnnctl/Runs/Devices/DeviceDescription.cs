namespace Rnnctl.Runs.Devices;

/// <summary>A device in <c>rnnctl devices</c>.</summary>
/// <param name="Name">As <c>--device</c> takes it.</param>
/// <param name="Available">Whether it can compute here, in this build.</param>
/// <param name="Description">What it is, or what is missing.</param>
internal sealed record DeviceDescription(string Name, bool Available, string Description);
