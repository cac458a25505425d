using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Ilgpu;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Devices;

/// <summary>Finds and opens the device that the user asked for.</summary>
internal static class Device
{
    /// <summary>A backend on the device. A GPU is checked first, unless the user does without: see <see cref="NewDeviceCheck"/>.</summary>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="hidden">The hidden size of what is to be computed, by which <c>auto</c> decides.</param>
    /// <param name="console">Where <c>auto</c> says what it took.</param>
    /// <exception cref="InputException">The device is not there.</exception>
    /// <exception cref="DeviceException">The device cannot be opened, or computes wrong numbers.</exception>
    public static Backend<T> Open<T>(ComputeSettings settings, Func<int> hidden, ToolConsole console)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return Open<T>(Choose(settings, hidden, console), settings);
    }

    /// <summary>A backend on a device that was chosen, likewise.</summary>
    /// <exception cref="InputException">The device is not there.</exception>
    /// <exception cref="DeviceException">The device cannot be opened, or computes wrong numbers.</exception>
    public static Backend<T> Open<T>(DeviceName name, ComputeSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (name.Kind == DeviceKind.Cpu) return CpuDevice.Open<T>(settings.Threads);
        RequireAvailable(name);
        Backend<T> backend = IlgpuDevices.Open<T>(name);
        try
        {
            if (settings.ChecksDevice && name.Kind is DeviceKind.Cuda or DeviceKind.Opencl)
                NewDeviceCheck.RequireRight(backend, name, GradientCases.OfNewDevice);
            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>The device that the user asked for, with <c>auto</c> decided.</summary>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="hidden">The hidden size of what is to be computed, by which <c>auto</c> decides.</param>
    /// <param name="console">Where <c>auto</c> says what it took.</param>
    public static DeviceName Choose(ComputeSettings settings, Func<int> hidden, ToolConsole console)
    {
        if (settings.Device.Kind != DeviceKind.Auto) return settings.Device;
        bool hasDriver = IlgpuDevices.HasDriver;
        var choice = AutomaticDevice.Choose(ProvenDevice.All, hasDriver, IlgpuDevices.Describe, hidden);
        if (hasDriver || settings.IsDeviceGiven) console.Note($"device: {choice.Name}, since {choice.Reason}");
        return choice.Name;
    }

    private static void RequireAvailable(DeviceName name)
    {
        const string Hint = "rnnctl devices says what can compute here; --device cpu always can";
        IReadOnlyList<DeviceDescription> devices = [.. IlgpuDevices.Describe().Where(device => device.Name.Kind == name.Kind)];
        DeviceDescription? found = devices.FirstOrDefault(device => device.Name == name);
        if (found is null) throw new InputException($"--device {name}: there is no such device, the last is {devices[^1].Name}", Hint);
        if (!found.Available) throw new InputException($"--device {name}: {found.Description}", Hint);
    }
}
