using System.Numerics;
using ILGPU.Runtime;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu;

/// <summary>
/// The devices of ILGPU: NVIDIA GPUs through CUDA, devices with an OpenCL driver, and ILGPU's emulation on the CPU. ILGPU itself is loaded only if a driver
/// exists or a device is opened, so that runs on the CPU do not pay for it.
/// </summary>
public static class IlgpuDevices
{
    /// <summary>Whether the driver of a GPU may exist, without loading ILGPU.</summary>
    public static bool HasDriver => GpuDrivers.Any;

    /// <summary>Describes every device; for a kind without a device, the reason.</summary>
    public static IReadOnlyList<DeviceDescription> Describe()
    {
        DeviceDescription[] found = GpuDrivers.Any ? IlgpuContext.Describe() : [];
        return
        [
            .. found.OrderBy(device => device.Name.Kind),
            .. Missing(found, DeviceKind.Cuda, GpuDrivers.Cuda),
            .. Missing(found, DeviceKind.Opencl, GpuDrivers.OpenCl),
            new(new DeviceName(DeviceKind.IlgpuCpu, 0), true, "ILGPU's emulation of a GPU on the CPU, slow, for checking kernels"),
        ];
    }

    /// <summary>
    /// Describes the cuBLAS that multiplies matrices on NVIDIA GPUs, or what is missing. It is separate from <see cref="Describe"/>, because the library is
    /// large and opening a device does not need it.
    /// </summary>
    public static string DescribeCuBlas() => GpuDrivers.CuBlas.FirstOrDefault(GpuDrivers.CanLoad) is { } library
        ? $"cuBLAS in {library}"
        : $"no cuBLAS ({string.Join(" or ", GpuDrivers.CuBlas)}), which makes products slower";

    /// <summary>Opens a device that <see cref="Describe"/> lists as available.</summary>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public static Backend<T> Open<T>(DeviceName name)
        where T : unmanaged, IFloatingPointIeee754<T> => Open<T>(IlgpuContext.Open(name));

    /// <summary>Creates a backend on an accelerator, which it disposes.</summary>
    /// <exception cref="DeviceException">The device does not have enough memory for the backend itself.</exception>
    internal static Backend<T> Open<T>(AcceleratorSession session)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            return typeof(T) == typeof(float)
                ? (Backend<T>)(object)new IlgpuBackend<float, SingleReal>(session)
                : (Backend<T>)(object)new IlgpuBackend<double, DoubleReal>(session);
        }
        catch (AcceleratorException failure)
        {
            session.Dispose();
            throw AcceleratorSession.CannotOpen(session.Name, failure);
        }
    }

    private static IEnumerable<DeviceDescription> Missing(DeviceDescription[] found, DeviceKind kind, string library)
    {
        if (found.Any(device => device.Name.Kind == kind)) yield break;
        string why = GpuDrivers.CanLoad(library) ? $"{library} is installed, but finds no device" : $"{library} is missing; it comes with the driver";
        yield return new(new DeviceName(kind, 0), false, why);
    }
}
