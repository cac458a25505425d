using System.Numerics;
using ILGPU.Runtime;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu;

/// <summary>
/// The devices that ILGPU reaches: NVIDIA GPUs through CUDA, whatever has an OpenCL driver, and ILGPU's emulation on the CPU. ILGPU itself is loaded when
/// a driver is there or a device is opened, so that a run on the CPU does not pay for it.
/// </summary>
public static class IlgpuDevices
{
    /// <summary>Whether the driver of a GPU may be there. Known without loading ILGPU.</summary>
    public static bool HasDriver => GpuDrivers.Any;

    /// <summary>Every device that can be reached, and for each kind that has none, why.</summary>
    public static IReadOnlyList<DeviceDescription> Describe()
    {
        DeviceDescription[] found = GpuDrivers.Any ? IlgpuContext.Describe() : [];
        return
        [
            .. found.OrderBy(device => device.Name.Kind),
            .. Missing(found, DeviceKind.Cuda, GpuDrivers.Cuda),
            .. Missing(found, DeviceKind.Opencl, GpuDrivers.OpenCl),
            new(new DeviceName(DeviceKind.IlgpuCpu, 0), true, "ILGPU's emulation of a GPU on the CPU, slow: it is there to check kernels"),
        ];
    }

    /// <summary>
    /// Which cuBLAS multiplies matrices on NVIDIA GPUs, or what is missing. RecurrentTerm from <see cref="Describe"/>, since the library is large and who opens a
    /// device looks for the device alone.
    /// </summary>
    public static string DescribeCuBlas() => GpuDrivers.CuBlas.FirstOrDefault(GpuDrivers.CanLoad) is { } library
        ? $"cuBLAS in {library}"
        : $"without cuBLAS ({string.Join(" or ", GpuDrivers.CuBlas)}), so that products are slower";

    /// <summary>Opens a device that <see cref="Describe"/> has as available.</summary>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public static Backend<T> Open<T>(DeviceName name)
        where T : unmanaged, IFloatingPointIeee754<T> => Open<T>(IlgpuContext.Open(name));

    /// <summary>A backend on an accelerator, which it takes over.</summary>
    /// <exception cref="DeviceException">Not even the backend's own memory is left on the device.</exception>
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
        string why = GpuDrivers.CanLoad(library) ? $"{library} is there, but it finds no device" : $"there is no {library}, which comes with the driver";
        yield return new(new DeviceName(kind, 0), false, why);
    }
}
