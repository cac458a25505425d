using System.Numerics;
using Rnnctl.Compute;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Requests;
using Rnnctl.Text;

namespace Rnnctl.Runs;

/// <summary>Finds and opens the device that the user asked for.</summary>
internal static class Device
{
    /// <summary>The devices beside the machine's own processor; null in a build without ILGPU.</summary>
    public static DeviceLibrary? Library { get; } = DeviceLibrary.Load(Path.Combine(AppContext.BaseDirectory, "ilgpu"), "Rnnctl.Ilgpu");

    /// <summary>A backend on the device; <c>auto</c> takes the first GPU that CUDA or OpenCL offers, and the CPU where there is none.</summary>
    /// <exception cref="InputException">The device is not there.</exception>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public static Backend<T> Open<T>(ComputeSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceName name = settings.Device.Kind == DeviceKind.Auto ? Best() : settings.Device;
        if (name.Kind == DeviceKind.Cpu) return CpuDevice.Open<T>(settings.Threads);
        RequireAvailable(name);
        return Library!.Open<T>(name);
    }

    private static DeviceName Best()
    {
        DeviceDescription? gpu = Library?.Describe().FirstOrDefault(device => device is { Available: true, IsGpu: true });
        return gpu is null ? new DeviceName(DeviceKind.Cpu, 0) : gpu.Name;
    }

    private static void RequireAvailable(DeviceName name)
    {
        const string Hint = "rnnctl devices says what can compute here; --device cpu always can";
        if (Library is null) throw new InputException($"--device {name}: this build of rnnctl has no GPU backend", Hint);
        IReadOnlyList<DeviceDescription> devices = [.. Library.Describe().Where(device => device.Name.Kind == name.Kind)];
        DeviceDescription? found = devices.FirstOrDefault(device => device.Name == name);
        if (found is null) throw new InputException($"--device {name}: there is no such device, the last is {devices[^1].Name}", Hint);
        if (!found.Available) throw new InputException($"--device {name}: {found.Description}", Hint);
    }
}
