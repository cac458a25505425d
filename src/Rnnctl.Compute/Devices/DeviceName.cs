using System.Globalization;

namespace Rnnctl.Compute.Devices;

/// <summary>A device's name as the user types it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">The index among devices of this kind, from 0.</param>
public readonly record struct DeviceName(DeviceKind Kind, int Index)
{
    /// <summary>The name as the user types it, with an index unless it is 0.</summary>
    public override string ToString()
    {
        string kind = Kind == DeviceKind.IlgpuCpu ? "ilgpu-cpu" : Kind.ToString().ToLowerInvariant();
        return Index == 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{Index}");
    }
}
