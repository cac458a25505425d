using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Devices;
using Rnnctl.Ilgpu;

namespace Rnnctl.Tests.Devices;

public class NewDeviceCheckTests
{
    private static readonly DeviceName Name = new(DeviceKind.Opencl, 2);

    [Fact]
    public void Device_that_agrees_with_the_cpu_passes_in_both_precisions()
    {
        Assert.Equal(2, GradientCases.OfNewDevice.Count);
        var name = new DeviceName(DeviceKind.IlgpuCpu, 0);
        using (Backend<float> single = IlgpuDevices.Open<float>(name)) NewDeviceCheck.RequireCorrect(single, name, GradientCases.OfNewDevice);
        using Backend<double> twice = IlgpuDevices.Open<double>(name);
        NewDeviceCheck.RequireCorrect(twice, name, GradientCases.OfNewDevice);
    }

    [Fact]
    public void Device_that_disagrees_is_refused_with_the_tensor_and_the_error()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        DeviceException failure =
            Assert.Throws<DeviceException>(() => NewDeviceCheck.RequireCorrect(backend, Name, [new WrongInSinglePrecision()]));
        const string Message = "opencl:2: the device and the CPU compute different numbers: x of 'square' has a relative error of ";
        Assert.StartsWith(Message, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--no-device-check", failure.Hint, StringComparison.Ordinal);
    }

    /// <summary>Computes x², but 2 x in single precision, as a faulty device might.</summary>
    private sealed class WrongInSinglePrecision() : GradientCase("square", GradientInput.DrawAll(3, ("x", 2, 3)))
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            typeof(T) == typeof(float) ? tape.Add(inputs[0], inputs[0]) : tape.Multiply(inputs[0], inputs[0]);
    }
}
