namespace Rnnctl.Requests;

/// <summary>Where and how a verb computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Threads">Threads of the CPU backend; null for one a processor.</param>
/// <param name="Seed">The seed of every random number.</param>
internal sealed record ComputeSettings(DeviceName Device, int? Threads, int Seed);
