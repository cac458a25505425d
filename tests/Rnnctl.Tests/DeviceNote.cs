using Rnnctl.Ilgpu;

namespace Rnnctl.Tests;

/// <summary>
/// The note about the choice of <c>--device auto</c>. It appears only on machines with a GPU driver, so tests of other messages remove it.
/// </summary>
internal static class DeviceNote
{
    private const string Start = "device: cpu, since ";

    /// <summary>Standard error without the note.</summary>
    public static string DropFrom(string error)
    {
        if (!IlgpuDevices.HasDriver) return error;
        return string.Join('\n', error.Split('\n').Where(line => !line.StartsWith(Start, StringComparison.Ordinal)));
    }
}
