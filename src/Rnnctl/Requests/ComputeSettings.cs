using Rnnctl.Compute.Devices;

namespace Rnnctl.Requests;

/// <summary>Where and how a verb computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Threads">Threads of the CPU backend.</param>
/// <param name="GivenSeed">The seed of every random number; null where the user gave none.</param>
internal sealed record ComputeSettings(DeviceName Device, int Threads, int? GivenSeed)
{
    private const ulong DefaultSeed = 1;

    /// <summary>Whether the user named the device, <c>auto</c> included.</summary>
    public bool IsDeviceGiven { get; init; }

    /// <summary>Whether a GPU is checked before it is used.</summary>
    public bool ChecksDevice { get; init; } = true;

    /// <summary>The seed of verbs for which it is all the same whether the user gave one.</summary>
    public ulong Seed => GivenSeed is { } given ? (ulong)given : DefaultSeed;
}
