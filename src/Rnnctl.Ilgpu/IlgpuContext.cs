using System.Globalization;
using System.Runtime.Loader;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu;

/// <summary>ILGPU's contexts, configured for this backend. Any call loads ILGPU.</summary>
internal static class IlgpuContext
{
    /// <summary>The optimisation level for kernels.</summary>
    internal const OptimizationLevel Optimization = OptimizationLevel.O2;

    // Groups have one thread, which never waits at barriers or at the end of a kernel. Threads above 32 are started by ILGPU only when a group needs them, so
    // that of these 64 only one runs. A launch costs 20 µs; on a device of 4 threads it costs more than 100 µs.
    private const int ThreadsOfEmulation = 64;
    private const int GroupOfEmulation = 1;

    static IlgpuContext() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += GpuDrivers.Resolve;

    /// <summary>The GPUs that the drivers report.</summary>
    public static DeviceDescription[] Describe()
    {
        using Context context = OfDrivers();
        CudaDevice[] cuda = [.. context.GetCudaDevices()];
        CLDevice[] opencl = [.. context.GetCLDevices()];
        return [.. cuda.Select(Describe), .. opencl.Select(Describe)];
    }

    /// <summary>Opens a device.</summary>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public static AcceleratorSession Open(DeviceName name, DeviceWatch? watch = null)
    {
        if (name.Kind == DeviceKind.IlgpuCpu) return OpenEmulation(ThreadsOfEmulation, GroupOfEmulation, watch);
        Context context = OfDrivers();
        Device device = name.Kind == DeviceKind.Cuda ? context.GetCudaDevice(name.Index) : context.GetCLDevice(name.Index);
        return new AcceleratorSession(context, device, name.ToString(), KernelQueue.LargestGroup, watch);
    }

    /// <summary>Opens ILGPU's CPU accelerator with a number of threads and a limit for groups of threads.</summary>
    public static AcceleratorSession OpenEmulation(int threads, int largestGroup, DeviceWatch? watch)
    {
        var device = new CPUDevice(threads, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1);
        Context context = Context.Create(builder => SetUp(builder));
        return new AcceleratorSession(context, device, new DeviceName(DeviceKind.IlgpuCpu, 0).ToString(), largestGroup, watch);
    }

    private static Context OfDrivers() => Context.Create(builder => SetUp(builder.Cuda().OpenCL(device => true)));

    private static Context.Builder SetUp(Context.Builder builder) => builder.EnableAlgorithms().EnableGroupBarrier().Optimize(Optimization);

    private static DeviceDescription Describe(CudaDevice device, int index)
    {
        string driver = string.Create(CultureInfo.InvariantCulture, $"CUDA {device.DriverVersion.Major}.{device.DriverVersion.Minor}");
        bool isKnown = device.Architecture is not null && device.InstructionSet is not null;
        string description = isKnown
            ? $"{device.Name}, {Gibibytes(device)}, {device.Architecture}, {driver}"
            : $"{device.Name}: its driver ({driver}) is too old, or ILGPU does not know the device yet";
        return new(new DeviceName(DeviceKind.Cuda, index), isKnown, description) { IsGpu = true, MemoryBytes = device.MemorySize, Driver = driver };
    }

    private static DeviceDescription Describe(CLDevice device, int index)
    {
        string driver = $"{device.PlatformName}, {device.DeviceVersion}";
        string missing = MissingIn(device);
        string description = $"{device.Name}, {Gibibytes(device)}, {driver}";
        return new(new DeviceName(DeviceKind.Opencl, index), missing.Length == 0, missing.Length == 0 ? description : $"{description}: lacks {missing}")
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

    private static string Gibibytes(Device device) => string.Create(CultureInfo.InvariantCulture, $"{device.MemorySize / (double)(1 << 30):0.#} GiB");
}
