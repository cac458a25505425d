using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Tests.Devices;

/// <summary>The check before a GPU is used.</summary>
public class NewDeviceCheckTests
{
    private static readonly DeviceName Name = new(DeviceKind.Opencl, 2);

    [Fact]
    public void A_device_that_computes_what_the_cpu_does_passes_in_either_precision()
    {
        Assert.Equal(2, GradientCases.OfNewDevice.Count);
        var name = new DeviceName(DeviceKind.IlgpuCpu, 0);
        using (Backend<float> single = IlgpuDevices.Open<float>(name)) NewDeviceCheck.RequireRight(single, name, GradientCases.OfNewDevice);
        using Backend<double> twice = IlgpuDevices.Open<double>(name);
        NewDeviceCheck.RequireRight(twice, name, GradientCases.OfNewDevice);
    }

    [Fact]
    public void One_that_computes_something_else_is_refused_with_what_is_wrong_and_how_much()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        DeviceException failure = Assert.Throws<DeviceException>(() => NewDeviceCheck.RequireRight(backend, Name, [new WrongInSinglePrecision()]));
        Assert.StartsWith("opencl:2: the device computes other numbers than the CPU: x of 'square' is off by ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--no-device-check", failure.Hint, StringComparison.Ordinal);
    }

    /// <summary>x², and in single precision x, as a device might have it that is not right.</summary>
    private sealed class WrongInSinglePrecision() : GradientCase("square", GradientInput.DrawAll(3, ("x", 2, 3)))
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            typeof(T) == typeof(float) ? tape.Add(inputs[0], inputs[0]) : tape.Multiply(inputs[0], inputs[0]);
    }
}
