using System.Globalization;
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

/// <summary>Finds and opens the device that <c>--device</c> names.</summary>
internal static class Device
{
    /// <summary>Opens a backend on the device. <see cref="NewDeviceCheck"/> checks a GPU first, unless <c>--no-device-check</c> was given.</summary>
    /// <param name="settings">The options of the device.</param>
    /// <param name="hidden">Returns the hidden size of the model; <c>auto</c> takes a GPU only for large ones.</param>
    /// <param name="console">Where a note says which device <c>auto</c> chose.</param>
    /// <exception cref="InputException">The device is not there.</exception>
    /// <exception cref="DeviceException">The device cannot be opened, or computes wrong numbers.</exception>
    public static Backend<T> Open<T>(ComputeSettings settings, Func<int> hidden, ToolConsole console)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return Open<T>(Choose(settings, hidden, console), settings);
    }

    /// <summary>The same, for a device that <see cref="Choose"/> returned.</summary>
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
                NewDeviceCheck.RequireCorrect(backend, name, GradientCases.OfNewDevice);
            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>The device that <c>--device</c> names; <c>auto</c> becomes a concrete device.</summary>
    /// <param name="settings">The options of the device.</param>
    /// <param name="hidden">Returns the hidden size of the model; <c>auto</c> takes a GPU only for large ones.</param>
    /// <param name="console">Where a note says which device <c>auto</c> chose.</param>
    public static DeviceName Choose(ComputeSettings settings, Func<int> hidden, ToolConsole console)
    {
        if (settings.Device.Kind != DeviceKind.Auto) return OfProcess(settings.Device, settings);
        bool hasDriver = IlgpuDevices.HasDriver;
        var choice = AutomaticDevice.Choose(ProvenDevice.All, hasDriver, IlgpuDevices.Describe, hidden);
        if (hasDriver || settings.IsDeviceGiven) console.Note($"device: {choice.Name}, since {choice.Reason}");
        return OfProcess(choice.Name, settings);
    }

    /// <summary>The device of one of several processes that compute together: its own as long as there are enough.</summary>
    /// <param name="first">The first device of its kind.</param>
    /// <param name="hostRank">The number of the process among those of its host, from 0.</param>
    /// <param name="devices">The devices of the host.</param>
    public static DeviceName OfProcess(DeviceName first, int hostRank, IEnumerable<DeviceDescription> devices)
    {
        DeviceName[] usable = [.. devices.Where(device => device.Available && device.Name.Kind == first.Kind).Select(device => device.Name)];
        return usable.Length == 0 ? first : usable[hostRank % usable.Length];
    }

    private static DeviceName OfProcess(DeviceName chosen, ComputeSettings settings)
    {
        bool shares = settings is { HostRank: not null, IsIndexGiven: false } && chosen.Kind is DeviceKind.Cuda or DeviceKind.Opencl;
        return shares ? OfProcess(chosen, settings.HostRank!.Value, IlgpuDevices.Describe()) : chosen;
    }

    private static void RequireAvailable(DeviceName name)
    {
        const string Hint = "rnnctl devices lists the devices of this machine; --device cpu always works";
        IReadOnlyList<DeviceDescription> devices = [.. IlgpuDevices.Describe().Where(device => device.Name.Kind == name.Kind)];
        DeviceDescription? found = devices.FirstOrDefault(device => device.Name == name);
        if (found is null) throw new InputException($"--device {name}: there is no such device, the last is {devices[^1].Name}", Hint);
        if (!found.Available) throw new InputException($"--device {name}: {found.Description}", Hint);
    }
}

/// <summary>Compares a device with the CPU before its first use, because some drivers compute wrong numbers.</summary>
internal static class NewDeviceCheck
{
    // The device may compute in single precision; the CPU computes in double.
    private const double Tolerance = 1e-3;

    /// <summary>Computes some cases on a device and on the CPU.</summary>
    /// <exception cref="DeviceException">The results differ.</exception>
    public static void RequireCorrect<T>(Backend<T> backend, DeviceName name, IReadOnlyList<GradientCase> cases)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        TensorCheck? wrong = cases
            .SelectMany(one => GradientChecker.Compare(backend, cpu, one, Tolerance))
            .FirstOrDefault(check => !check.Passed);
        if (wrong is null) return;
        string error = wrong.MaxRelativeError.ToString("0.0e+00", CultureInfo.InvariantCulture);
        throw new DeviceException(
            $"{name}: the device and the CPU compute different numbers: {wrong.Tensor} of '{wrong.Subject}' has a relative error of {error}",
            $"rnnctl gradcheck --device {name} shows more; --no-device-check skips this check; --device cpu needs no driver");
    }
}
