using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Devices;

/// <summary>A driver that computes wrong numbers is not used: what a device computes is held against the CPU before its first use.</summary>
internal static class NewDeviceCheck
{
    // Between single precision there and double precision here.
    private const double Tolerance = 1e-3;

    /// <summary>Computes some cases on a device and on the CPU.</summary>
    /// <exception cref="DeviceException">They differ.</exception>
    public static void RequireRight<T>(Backend<T> backend, DeviceName name, IReadOnlyList<GradientCase> cases)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        TensorCheck? wrong = cases
            .SelectMany(one => GradientChecker.Compare(backend, cpu, one, Tolerance))
            .FirstOrDefault(check => !check.Passed);
        if (wrong is null) return;
        string error = wrong.MaxRelativeError.ToString("0.0e+00", CultureInfo.InvariantCulture);
        throw new DeviceException(
            $"{name}: the device computes other numbers than the CPU: {wrong.Tensor} of '{wrong.Subject}' is off by {error}",
            $"rnnctl gradcheck --device {name} shows more; --no-device-check takes it all the same, --device cpu needs no driver");
    }
}
