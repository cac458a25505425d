using ILGPU;

namespace Rnnctl.Ilgpu.Accelerators;

/// <summary>
/// Callbacks of a test between the backend and a device. They see the requests to the device and can throw the exceptions that the device would throw.
/// </summary>
internal sealed record DeviceWatch
{
    /// <summary>Called before memory is allocated, with the number of bytes.</summary>
    public Action<long>? Allocating { get; init; }

    /// <summary>Called with allocated memory.</summary>
    public Action<ArrayView<byte>>? Allocated { get; init; }

    /// <summary>Called before a kernel is launched.</summary>
    public Action? Launching { get; init; }
}
