using System.Globalization;

namespace Rnnctl.Compute.Devices;

/// <summary>A device as the user types it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Which of several of that kind, from 0.</param>
public readonly record struct DeviceName(DeviceKind Kind, int Index)
{
    /// <summary>The name as it is typed, with an index from the second of a kind on.</summary>
    public override string ToString()
    {
        string kind = Kind == DeviceKind.IlgpuCpu ? "ilgpu-cpu" : Kind.ToString().ToLowerInvariant();
        return Index == 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{Index}");
    }
}
