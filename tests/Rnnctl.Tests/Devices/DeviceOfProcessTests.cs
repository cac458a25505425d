using Rnnctl.Compute.Devices;
using Rnnctl.Devices;

namespace Rnnctl.Tests.Devices;

/// <summary>Which GPU each of several processes on a host takes.</summary>
public class DeviceOfProcessTests
{
    private static readonly DeviceDescription[] Devices =
    [
        Gpu(DeviceKind.Cuda, 0, available: true), Gpu(DeviceKind.Cuda, 1, available: false), Gpu(DeviceKind.Cuda, 2, available: true),
        Gpu(DeviceKind.Opencl, 0, available: true), Gpu(DeviceKind.IlgpuCpu, 0, available: true),
    ];

    [Theory]
    [InlineData(DeviceKind.Cuda, "0 2 0 2 0")]
    [InlineData(DeviceKind.Opencl, "0 0 0 0 0")]
    public void Processes_take_the_usable_devices_in_turn(DeviceKind kind, string expected)
    {
        IEnumerable<int> taken = Enumerable.Range(0, 5).Select(rank => Device.OfProcess(new DeviceName(kind, 0), rank, Devices).Index);
        Assert.Equal(expected, string.Join(' ', taken));
    }

    [Fact]
    public void Device_that_is_not_there_stays_the_one_asked_for() =>
        Assert.Equal(new DeviceName(DeviceKind.Cuda, 0), Device.OfProcess(new DeviceName(DeviceKind.Cuda, 0), 3, Devices[3..]));

    private static DeviceDescription Gpu(DeviceKind kind, int index, bool available) => new(new DeviceName(kind, index), available, "");
}
