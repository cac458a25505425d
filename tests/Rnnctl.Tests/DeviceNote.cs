using Rnnctl.Ilgpu;

namespace Rnnctl.Tests;

/// <summary>
/// The line that says which device <c>--device auto</c> took. It is there only on a machine that has a GPU's driver, or a library of that name, and tests
/// of other messages hold on both kinds of machine.
/// </summary>
internal static class DeviceNote
{
    private const string Start = "device: cpu, since ";

    /// <summary>Standard error without that line.</summary>
    public static string DropFrom(string error)
    {
        if (!IlgpuDevices.HasDriver) return error;
        return string.Join('\n', error.Split('\n').Where(line => !line.StartsWith(Start, StringComparison.Ordinal)));
    }
}
