using ILGPU.Runtime;
using Rnnctl.Compute;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Randomness;
using Rnnctl.Ilgpu.Tests.Operations;

namespace Rnnctl.Ilgpu.Tests.StandIn;

/// <summary>The ways to multiply matrices that need a device of a certain kind: tiles need large groups, cuBLAS an NVIDIA GPU.</summary>
public sealed class ProductKernelTests
{
    [Fact]
    public void Tiles_agree_with_a_loop_across_their_edges()
    {
        using AcceleratorSessionBackends devices = new(Accelerators.OfLargeGroups);
        Assert.EndsWith("tiled kernel", devices.Single.Name, StringComparison.Ordinal);
        var random = new PhiloxRandom(90, 0);
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (65, 70, 33), (64, 64, 16), (3, 130, 17) })
            ProductCheck.Run(devices.Single, random, (m, n, k), margin: 2);
        ProductCheck.Run(devices.Double, random, (66, 5, 31), margin: 1);
    }

    [Fact]
    public void cuBLAS_is_asked_for_the_product_of_the_transposes()
    {
        using AcceleratorSessionBackends devices = new(() => Accelerators.Gpu(hasBlas: true));
        Assert.Contains("cuBLAS", devices.Single.Name, StringComparison.Ordinal);
        CheckShapes(devices);
    }

    [Fact]
    public void An_NVIDIA_GPU_without_cuBLAS_multiplies_by_the_kernel_of_all_others()
    {
        using AcceleratorSessionBackends devices = new(() => Accelerators.Gpu(hasBlas: false));
        Assert.EndsWith("plain kernel", devices.Single.Name, StringComparison.Ordinal);
        CheckShapes(devices);
    }

    [Fact]
    public void The_recurrent_products_of_every_fused_cell_go_through_cuBLAS_as_well()
    {
        using AcceleratorSessionBackends devices = new(() => Accelerators.Gpu(hasBlas: true));
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        foreach (GradientCase one in GradientCases.Cells.Where(one => one.Subject.Contains("fused", StringComparison.Ordinal)))
            Assert.All(GradientChecker.Compare(devices.Double, cpu, one, 1e-10), check => Assert.True(check.Passed, check.ToString()));
    }

    private static void CheckShapes(AcceleratorSessionBackends devices)
    {
        var random = new PhiloxRandom(91, 0);
        foreach ((int m, int n, int k, int margin) in ProductCheck.Shapes)
        {
            ProductCheck.Run(devices.Single, random, (m, n, k), margin);
            ProductCheck.Run(devices.Double, random, (m, n, k), margin);
        }
    }

    /// <summary>A backend for each precision.</summary>
    private sealed class AcceleratorSessionBackends(Func<Device> device) : IDisposable
    {
        public Backend<float> Single { get; } = IlgpuDevices.Open<float>(Accelerators.Open(device()));

        public Backend<double> Double { get; } = IlgpuDevices.Open<double>(Accelerators.Open(device()));

        public void Dispose()
        {
            Single.Dispose();
            Double.Dispose();
        }
    }
}
