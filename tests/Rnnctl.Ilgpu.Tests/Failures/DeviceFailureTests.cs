using ILGPU.Runtime;
using Rnnctl.Compute;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Tests.StandIn;

namespace Rnnctl.Ilgpu.Tests.Failures;

/// <summary>What a user is told when a device fails, and what never reaches the device.</summary>
public sealed class DeviceFailureTests : IDisposable
{
    private readonly Device _device = Accelerators.Small();
    private readonly Backend<float> _backend;

    public DeviceFailureTests() => _backend = IlgpuDevices.Open<float>(Accelerators.Open(_device));

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Memory_that_is_not_there_names_the_device_the_amount_and_a_way_out()
    {
        _device.Faults.MemoryLeft = 1 << 20;
        DeviceException failure = Assert.Throws<DeviceException>(() => _backend.Allocate<float>(3 << 18));
        Assert.StartsWith($"{Accelerators.Name}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no 3 MiB", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--batch-size", failure.Hint, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
        Assert.IsType<AcceleratorException>(failure.InnerException, exactMatch: false);
        _backend.Allocate<float>(1 << 18).Dispose();
    }

    [Fact]
    public void Running_out_of_memory_in_the_midst_of_a_batch_is_the_same_failure()
    {
        using Backend<double> backend = IlgpuDevices.Open<double>(Accelerators.Open(_device)), cpu = CpuDevice.Open<double>(threads: 1);
        _device.Faults.MemoryLeft = 3 << 20;
        DeviceException failure = Assert.Throws<DeviceException>(() => GradientChecker.Compare(backend, cpu, GradientCases.Cells[^1], 1));
        Assert.Contains("MiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launch_that_fails_names_the_device_and_a_way_out()
    {
        using Storage<float> storage = _backend.Allocate<float>(6);
        _device.Faults.LaunchesFail = true;
        DeviceException failure = Assert.Throws<DeviceException>(() => _backend.Fill(new Tensor<float>(storage, 0, 2, 3), 1));
        Assert.StartsWith($"{Accelerators.Name}: the device failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_does_not_open_says_so()
    {
        _device.Faults.IsAbsent = true;
        DeviceException failure = Assert.Throws<DeviceException>(() => Accelerators.Open(_device));
        Assert.StartsWith($"{Accelerators.Name}: the device cannot be opened", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_any_memory_left_does_not_open_either()
    {
        _device.Faults.MemoryLeft = 100;
        AcceleratorSession session = Accelerators.Open(_device);
        DeviceException failure = Assert.Throws<DeviceException>(() => IlgpuDevices.Open<float>(session));
        Assert.StartsWith($"{Accelerators.Name}: ", failure.Message, StringComparison.Ordinal);
        Assert.True(session.Accelerator.IsDisposed);
    }

    [Fact]
    public void A_product_that_cuBLAS_refuses_is_a_failure_of_the_device()
    {
        using Backend<float> gpu = IlgpuDevices.Open<float>(Accelerators.Open(Accelerators.Gpu(hasBlas: true)));
        using Storage<float> storage = gpu.Allocate<float>(64);
        Tensor<float> a = new(storage, 0, 3, 4), overlapping = new(storage, 0, 4, 5, Stride: 2), c = new(storage, 32, 3, 5);
        DeviceException failure = Assert.Throws<DeviceException>(() => gpu.Product(a, overlapping, c, accumulate: false));
        Assert.StartsWith($"{Accelerators.Name}: the device failed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_before_anything_is_launched()
    {
        using Storage<float> storage = _backend.Allocate<float>(100);
        Tensor<float> wide = new(storage, 0, 2, 3), high = new(storage, 10, 3, 2), part = new Tensor<float>(storage, 20, 4, 4).SliceColumns(1, 2);
        int launches = _device.Faults.Launches;

        Assert.Throws<ArgumentException>(() => _backend.Map(default(Left), wide, wide, high));
        Assert.Throws<ArgumentException>(() => _backend.Map(default(Left), wide, high, wide));
        Assert.Throws<ArgumentException>(() => _backend.Product(wide, wide, wide, accumulate: false));
        Assert.Throws<ArgumentException>(() => _backend.Product(high, wide, wide, accumulate: false));
        Assert.Throws<ArgumentException>(() => _backend.Product(wide, high, wide, accumulate: false));
        Assert.Throws<ArgumentException>(() => _backend.Product(MatrixOperand<float>.Transpose(wide), high, wide, accumulate: true));
        Assert.Throws<ArgumentException>(() => _backend.Upload(new float[5], wide));
        Assert.Throws<ArgumentException>(() => _backend.Upload(new float[8], part));
        Assert.Throws<ArgumentException>(() => _backend.Download(wide, new float[7].AsSpan()));
        Assert.Throws<ArgumentException>(() => _backend.Download(part, new float[8].AsSpan()));

        Assert.Equal(launches, _device.Faults.Launches);
    }

    internal readonly struct Left : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => a;
    }
}
