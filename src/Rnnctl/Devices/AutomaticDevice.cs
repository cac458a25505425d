using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Devices;

/// <summary>
/// The choice of <c>--device auto</c>: the CPU, unless there is a GPU whose kind has passed the device tests on real hardware and which is faster at the
/// hidden size.
/// </summary>
/// <param name="Name">The device.</param>
/// <param name="Reason">Why it was chosen, as text for the user.</param>
internal sealed record AutomaticDevice(DeviceName Name, string Reason)
{
    /// <summary>Chooses a device. It calls <paramref name="describe"/> only if it must, since that takes time.</summary>
    /// <param name="proven">The kinds of GPU that have passed the tests.</param>
    /// <param name="hasDriver">Whether a GPU driver may be installed.</param>
    /// <param name="describe">Lists the devices of the machine.</param>
    /// <param name="hidden">Returns the hidden size of the model.</param>
    public static AutomaticDevice Choose(
        IReadOnlyList<ProvenDevice> proven, bool hasDriver, Func<IReadOnlyList<DeviceDescription>> describe, Func<int> hidden)
    {
        if (!hasDriver) return Cpu("there is no GPU driver");
        if (proven.Count == 0) return Cpu("no kind of GPU has passed the device tests yet; --device NAME uses one anyway");
        DeviceDescription? gpu = describe().FirstOrDefault(device => device is { Available: true, IsGpu: true } && IsProven(device));
        if (gpu is null) return Cpu("there is no GPU of a kind that has passed the device tests");
        int smallest = proven.Where(one => one.Kind == gpu.Name.Kind).Min(one => one.SmallestHidden);
        return hidden() < smallest
            ? Cpu($"{gpu.Name} is faster only from a hidden size of {smallest} on")
            : new AutomaticDevice(gpu.Name, $"its kind has passed the device tests and is faster from a hidden size of {smallest} on");

        bool IsProven(DeviceDescription device) => proven.Any(one => one.Kind == device.Name.Kind);
    }

    private static AutomaticDevice Cpu(string reason) => new(new DeviceName(DeviceKind.Cpu, 0), reason);
}
