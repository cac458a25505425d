using System.Numerics;
using Rnnctl.Compute;
using Rnnctl.Compute.Cpu;
using Rnnctl.Options;
using Rnnctl.Requests;
using Rnnctl.Text;

namespace Rnnctl.Runs;

/// <summary>Opens the device that the user asked for.</summary>
internal static class Device
{
    /// <summary>A backend on the device.</summary>
    /// <exception cref="InputException">The device is not there.</exception>
    public static Backend<T> Open<T>(ComputeSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (settings.Device.Kind is DeviceKind.Auto or DeviceKind.Cpu) return CpuDevice.Open<T>(settings.Threads);
        string name = Choice.NameOf(settings.Device.Kind);
        throw new InputException(
            $"--device {name}: this build of rnnctl has no GPU backend", "rnnctl devices says what can compute here; --device cpu always can");
    }
}
