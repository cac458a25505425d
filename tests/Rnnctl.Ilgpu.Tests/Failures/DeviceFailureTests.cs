using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;

namespace Rnnctl.Ilgpu.Tests.Failures;

/// <summary>The messages for a failed device, and requests that never reach the device.</summary>
public sealed class DeviceFailureTests : IDisposable
{
    private const string Name = "ilgpu-cpu";

    private readonly Backend<float> _backend;
    private long _memoryLeft = long.MaxValue;
    private int _launches;
    private bool _isLost;

    public DeviceFailureTests() => _backend = Open<float>();

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Missing_memory_names_the_device_the_amount_and_a_hint()
    {
        _memoryLeft = 1 << 20;
        DeviceMemoryException failure = Assert.Throws<DeviceMemoryException>(() => _backend.Allocate<float>(3 << 18));
        Assert.StartsWith($"{Name}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cannot allocate 3 MiB", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--batch-size", failure.Hint, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
        Assert.IsType<AcceleratorException>(failure.InnerException, exactMatch: false);
        _backend.Allocate<float>(1 << 18).Dispose();
    }

    [Fact]
    public void Running_out_of_memory_within_a_batch_is_the_same_failure()
    {
        using Backend<double> backend = Open<double>(), cpu = CpuDevice.Open<double>(threads: 1);
        _memoryLeft = 3 << 20;
        DeviceMemoryException failure = Assert.Throws<DeviceMemoryException>(() => GradientChecker.Compare(backend, cpu, GradientCases.Cells[^1], 1));
        Assert.Contains("MiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_launch_names_the_device_and_a_hint()
    {
        using Storage<float> storage = _backend.Allocate<float>(6);
        _isLost = true;
        DeviceException failure = Assert.Throws<DeviceException>(() => _backend.Fill(new Tensor<float>(storage, 0, 2, 3), 1));
        Assert.StartsWith($"{Name}: the device failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_cannot_be_opened_is_reported()
    {
        Context context = Context.Create(_ => { });
        context.Dispose();
        DeviceException failure = Assert.Throws<DeviceException>(() => new AcceleratorSession(context, new CPUDevice(2, 1, 1), Name, largestGroup: 2));
        Assert.StartsWith($"{Name}: the device cannot be opened", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_free_memory_cannot_be_opened()
    {
        _memoryLeft = 100;
        AcceleratorSession session = OpenSession();
        DeviceException failure = Assert.Throws<DeviceException>(() => IlgpuDevices.Open<float>(session));
        Assert.StartsWith($"{Name}: ", failure.Message, StringComparison.Ordinal);
        Assert.True(session.Accelerator.IsDisposed);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_before_any_launch()
    {
        using Storage<float> storage = _backend.Allocate<float>(100);
        Tensor<float> wide = new(storage, 0, 2, 3), high = new(storage, 10, 3, 2), part = new Tensor<float>(storage, 20, 4, 4).SliceColumns(1, 2);
        int launches = _launches;

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

        Assert.Equal(launches, _launches);
    }

    private Backend<T> Open<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => IlgpuDevices.Open<T>(OpenSession());

    private AcceleratorSession OpenSession() =>
        IlgpuContext.OpenEmulation(threads: 2, largestGroup: 2, new DeviceWatch { Allocating = Take, Launching = Launch });

    private void Take(long bytes)
    {
        if (bytes > _memoryLeft) throw new LostDeviceException();
        _memoryLeft -= bytes;
    }

    private void Launch()
    {
        if (_isLost) throw new LostDeviceException();
        _launches++;
    }

    private sealed class LostDeviceException() : AcceleratorException("the driver says no")
    {
        public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
    }

    internal readonly struct Left : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => a;
    }
}
