using Rnnctl.Compute.Devices;
using Rnnctl.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Tests.Devices;

/// <summary>What <c>--device auto</c> takes on machines of all kinds.</summary>
public class AutomaticDeviceTests
{
    private static readonly ProvenDevice Cuda = new(DeviceKind.Cuda, "a GPU", "CUDA 12.8", new DateOnly(2026, 11, 27), SmallestHidden: 256);
    private static readonly DeviceDescription Gpu = new(new DeviceName(DeviceKind.Cuda, 1), true, "a GPU") { IsGpu = true };

    [Fact]
    public void Without_a_driver_or_a_proven_kind_it_is_the_cpu_and_nobody_looks_for_devices()
    {
        Assert.Equal(DeviceKind.Cpu, Choose([Cuda], hasDriver: false, NobodyLooks, hidden: 512).Name.Kind);
        AutomaticDevice choice = Choose([], hasDriver: true, NobodyLooks, hidden: 512);
        Assert.Equal(DeviceKind.Cpu, choice.Name.Kind);
        Assert.Contains("no kind of GPU has passed", choice.Reason, StringComparison.Ordinal);

        static IReadOnlyList<DeviceDescription> NobodyLooks() => throw new InvalidOperationException("somebody looked");
    }

    [Fact]
    public void A_proven_gpu_is_taken_from_the_size_on_from_which_it_pays()
    {
        Assert.Equal(Gpu.Name, Choose([Cuda], hasDriver: true, () => [Gpu], hidden: 256).Name);
        AutomaticDevice small = Choose([Cuda], hasDriver: true, () => [Gpu], hidden: 255);
        Assert.Equal(DeviceKind.Cpu, small.Name.Kind);
        Assert.Equal("cuda:1 is faster from a hidden size of 256 on only", small.Reason);
    }

    [Fact]
    public void What_is_not_proven_not_available_or_no_gpu_is_not_taken()
    {
        DeviceDescription opencl = Gpu with { Name = new DeviceName(DeviceKind.Opencl, 0) };
        DeviceDescription[] others = [opencl, Gpu with { Available = false }, Gpu with { IsGpu = false }];
        Assert.Equal(DeviceKind.Cpu, Choose([Cuda], hasDriver: true, () => others, hidden: 512).Name.Kind);
        Assert.Equal(Gpu.Name, Choose([Cuda], hasDriver: true, () => [.. others, Gpu], hidden: 512).Name);
    }

    [Fact]
    public void Where_the_user_types_auto_it_says_what_it_took()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("bench", "--cell", "elman", "--hidden", "4", "--batch", "1", "--steps", "1", "--seconds", "0.001", "--device", "auto"));
        Assert.StartsWith("device: cpu, since ", tool.Error, StringComparison.Ordinal);
    }

    private static AutomaticDevice Choose(
        IReadOnlyList<ProvenDevice> proven, bool hasDriver, Func<IReadOnlyList<DeviceDescription>> describe, int hidden) =>
        AutomaticDevice.Choose(proven, hasDriver, describe, () => hidden);
}
