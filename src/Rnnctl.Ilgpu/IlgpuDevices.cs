using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Rnnctl.Compute;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu;

/// <summary>The devices that ILGPU reaches: NVIDIA GPUs through CUDA, whatever has an OpenCL driver, and ILGPU's emulation on the CPU.</summary>
public sealed class IlgpuDevices : DeviceLibrary
{
    /// <summary>How hard ILGPU works on a kernel.</summary>
    internal const OptimizationLevel Optimization = OptimizationLevel.O2;

    private static readonly string CudaLibrary = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
    private static readonly string OpenClLibrary = OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so.1";

    // Few threads: the emulation hands from one to the other at every barrier, and its use is to check kernels.
    private static readonly CPUDevice Emulation = new(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1);

    static IlgpuDevices() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += LoadDriver;

    /// <inheritdoc />
    public override IReadOnlyList<DeviceDescription> Describe()
    {
        DeviceDescription[] found = CanLoad(CudaLibrary) || CanLoad(OpenClLibrary) ? Find() : [];
        return
        [
            .. found.OrderBy(device => device.Name.Kind),
            .. Missing(found, DeviceKind.Cuda, CudaLibrary),
            .. Missing(found, DeviceKind.Opencl, OpenClLibrary),
            new(new DeviceName(DeviceKind.IlgpuCpu, 0), true, "ILGPU's emulation of a GPU on the CPU, slow: it is there to check kernels"),
        ];
    }

    /// <inheritdoc />
    public override Backend<T> Open<T>(DeviceName name)
    {
        Context context = Create();
        Device device = name.Kind switch
        {
            DeviceKind.Cuda => context.GetCudaDevice(name.Index),
            DeviceKind.Opencl => context.GetCLDevice(name.Index),
            _ => Emulation,
        };
        return Open<T>(new AcceleratorSession(context, device, name.ToString()));
    }

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

    private static Context Create() => Context.Create(builder => builder.Cuda().OpenCL(device => true).EnableAlgorithms().Optimize(Optimization));

    private static DeviceDescription[] Find()
    {
        using Context context = Create();
        CudaDevice[] cuda = [.. context.GetCudaDevices()];
        CLDevice[] opencl = [.. context.GetCLDevices()];
        return [.. cuda.Select(Describe), .. opencl.Select(Describe)];
    }

    private static DeviceDescription Describe(CudaDevice device, int index)
    {
        string driver = string.Create(CultureInfo.InvariantCulture, $"CUDA {device.DriverVersion.Major}.{device.DriverVersion.Minor}");
        bool isKnown = device.Architecture is not null && device.InstructionSet is not null;
        string description = isKnown
            ? $"{device.Name}, {Gibibytes(device)}, {device.Architecture}, {driver}"
            : $"{device.Name}: its driver ({driver}) is too old, or it is newer than what ILGPU knows";
        return new(new DeviceName(DeviceKind.Cuda, index), isKnown, description) { IsGpu = true, MemoryBytes = device.MemorySize, Driver = driver };
    }

    private static DeviceDescription Describe(CLDevice device, int index)
    {
        string driver = $"{device.PlatformName}, {device.DeviceVersion}";
        string missing = MissingIn(device);
        string description = $"{device.Name}, {Gibibytes(device)}, {driver}";
        return new(new DeviceName(DeviceKind.Opencl, index), missing.Length == 0, missing.Length == 0 ? description : $"{description}: it lacks {missing}")
        {
            IsGpu = device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_GPU,
            MemoryBytes = device.MemorySize,
            Driver = driver,
        };
    }

    private static string MissingIn(CLDevice device)
    {
        if (device.CLStdVersion < CLBackend.MinimumVersion) return $"OpenCL C {CLBackend.MinimumVersion}";
        if (!device.Capabilities.GenericAddressSpace) return "the generic address space";
        return device.Capabilities.Float64 ? "" : "double precision";
    }

    private static IEnumerable<DeviceDescription> Missing(DeviceDescription[] found, DeviceKind kind, string library)
    {
        if (found.Any(device => device.Name.Kind == kind)) yield break;
        string why = CanLoad(library) ? $"{library} is there, but it finds no device" : $"there is no {library}, which comes with the driver";
        yield return new(new DeviceName(kind, 0), false, why);
    }

    // ILGPU asks for libOpenCL.so, which comes with a compiler's headers; the driver itself is libOpenCL.so.1.
    private static nint LoadDriver(Assembly assembly, string name)
    {
        bool isDriver = assembly == typeof(Context).Assembly && OperatingSystem.IsLinux();
        return isDriver && NativeLibrary.TryLoad($"lib{name}.so.1", out nint handle) ? handle : 0;
    }

    private static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static string Gibibytes(Device device) => string.Create(CultureInfo.InvariantCulture, $"{device.MemorySize / (double)(1 << 30):0.#} GiB");
}
