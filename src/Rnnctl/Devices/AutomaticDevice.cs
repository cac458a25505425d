using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Devices;

/// <summary>
/// What <c>--device auto</c> takes: the CPU, unless there is a GPU of a kind that has passed the device tests on real hardware and is expected to be faster.
/// </summary>
/// <param name="Name">The device.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record AutomaticDevice(DeviceName Name, string Reason)
{
    /// <summary>Chooses a device; asks for no more than it needs, since looking for devices takes time.</summary>
    /// <param name="proven">The kinds that have passed.</param>
    /// <param name="hasDriver">Whether the driver of a GPU may be there.</param>
    /// <param name="describe">Looks for devices.</param>
    /// <param name="hidden">The hidden size of what is to be computed.</param>
    public static AutomaticDevice Choose(
        IReadOnlyList<ProvenDevice> proven, bool hasDriver, Func<IReadOnlyList<DeviceDescription>> describe, Func<int> hidden)
    {
        if (!hasDriver) return Cpu("there is no driver of a GPU");
        if (proven.Count == 0) return Cpu("no kind of GPU has passed the device tests yet; --device NAME takes one all the same");
        DeviceDescription? gpu = describe().FirstOrDefault(device => device is { Available: true, IsGpu: true } && IsProven(device));
        if (gpu is null) return Cpu("there is no GPU of a kind that has passed the device tests");
        int smallest = proven.Where(one => one.Kind == gpu.Name.Kind).Min(one => one.SmallestHidden);
        return hidden() < smallest
            ? Cpu($"{gpu.Name} is faster from a hidden size of {smallest} on only")
            : new AutomaticDevice(gpu.Name, $"its kind has passed the device tests and is faster from a hidden size of {smallest} on");

        bool IsProven(DeviceDescription device) => proven.Any(one => one.Kind == device.Name.Kind);
    }

    private static AutomaticDevice Cpu(string reason) => new(new DeviceName(DeviceKind.Cpu, 0), reason);
}
