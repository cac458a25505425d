using Rnnctl.Compute.Backends;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>Tiled products, which need groups as large as on a GPU.</summary>
public sealed class TiledProductTests
{
    [Fact]
    public void Tiles_agree_with_a_loop_across_their_edges()
    {
        using Backend<float> single = Devices.OpenEmulation<float>(KernelQueue.LargestGroup);
        using Backend<double> twice = Devices.OpenEmulation<double>(KernelQueue.LargestGroup);
        Assert.EndsWith("tiled kernel", single.Name, StringComparison.Ordinal);
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (65, 70, 33), (64, 64, 16), (3, 130, 17) })
            new ProductCase(m, k, n, margin: 2).Draw<float>().AssertAgrees(single);
        new ProductCase(66, 31, 5, margin: 1).Draw<double>().AssertAgrees(twice);
    }
}
