using ILGPU;

namespace Rnnctl.Ilgpu.Accelerators;

/// <summary>
/// Where a test stands between the backend and a device: it sees what is asked of the device, and throws there what the device would throw.
/// </summary>
internal sealed record DeviceWatch
{
    /// <summary>Called before memory is taken, with the bytes that are asked for.</summary>
    public Action<long>? Allocating { get; init; }

    /// <summary>Called with memory that was taken.</summary>
    public Action<ArrayView<byte>>? Allocated { get; init; }

    /// <summary>Called before a kernel is launched.</summary>
    public Action? Launching { get; init; }
}
