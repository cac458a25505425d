using Rnnctl.Compute.Devices;
using Rnnctl.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Tests.Devices;

/// <summary>The choice of <c>--device auto</c> on machines with and without a GPU.</summary>
public class AutomaticDeviceTests
{
    private static readonly ProvenDevice Cuda = new(DeviceKind.Cuda, "a GPU", "CUDA 12.8", new DateOnly(2026, 11, 27), SmallestHidden: 256);
    private static readonly DeviceDescription Gpu = new(new DeviceName(DeviceKind.Cuda, 1), true, "a GPU") { IsGpu = true };

    [Fact]
    public void Without_a_driver_or_a_proven_kind_the_cpu_is_chosen_and_devices_are_not_listed()
    {
        Assert.Equal(DeviceKind.Cpu, Choose([Cuda], hasDriver: false, NotCalled, hidden: 512).Name.Kind);
        AutomaticDevice choice = Choose([], hasDriver: true, NotCalled, hidden: 512);
        Assert.Equal(DeviceKind.Cpu, choice.Name.Kind);
        Assert.Contains("no kind of GPU has passed", choice.Reason, StringComparison.Ordinal);

        static IReadOnlyList<DeviceDescription> NotCalled() => throw new InvalidOperationException("devices were listed");
    }

    [Fact]
    public void Proven_gpu_is_chosen_from_its_smallest_hidden_size_on()
    {
        Assert.Equal(Gpu.Name, Choose([Cuda], hasDriver: true, () => [Gpu], hidden: 256).Name);
        AutomaticDevice small = Choose([Cuda], hasDriver: true, () => [Gpu], hidden: 255);
        Assert.Equal(DeviceKind.Cpu, small.Name.Kind);
        Assert.Equal("cuda:1 is faster only from a hidden size of 256 on", small.Reason);
    }

    [Fact]
    public void Device_that_is_not_proven_not_available_or_not_a_gpu_is_not_chosen()
    {
        DeviceDescription opencl = Gpu with { Name = new DeviceName(DeviceKind.Opencl, 0) };
        DeviceDescription[] others = [opencl, Gpu with { Available = false }, Gpu with { IsGpu = false }];
        Assert.Equal(DeviceKind.Cpu, Choose([Cuda], hasDriver: true, () => others, hidden: 512).Name.Kind);
        Assert.Equal(Gpu.Name, Choose([Cuda], hasDriver: true, () => [.. others, Gpu], hidden: 512).Name);
    }

    [Fact]
    public void With_device_auto_a_note_names_the_chosen_device()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("bench", "--cell", "elman", "--hidden", "4", "--batch", "1", "--steps", "1", "--seconds", "0.001", "--device", "auto"));
        Assert.StartsWith("device: cpu, since ", tool.WholeError, StringComparison.Ordinal);
    }

    private static AutomaticDevice Choose(
        IReadOnlyList<ProvenDevice> proven, bool hasDriver, Func<IReadOnlyList<DeviceDescription>> describe, int hidden) =>
        AutomaticDevice.Choose(proven, hasDriver, describe, () => hidden);
}
