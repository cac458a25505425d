using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>Products by tiles, which need groups as large as a GPU has them.</summary>
public sealed class TiledProductTests
{
    [Fact]
    public void Tiles_agree_with_a_loop_across_their_edges()
    {
        using Backend<float> single = Devices.OpenEmulation<float>(KernelQueue.LargestGroup);
        using Backend<double> twice = Devices.OpenEmulation<double>(KernelQueue.LargestGroup);
        Assert.EndsWith("tiled kernel", single.Name, StringComparison.Ordinal);
        var random = new PhiloxRandom(90, 0);
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (65, 70, 33), (64, 64, 16), (3, 130, 17) })
            ProductCheck.Run(single, random, (m, n, k), margin: 2);
        ProductCheck.Run(twice, random, (66, 5, 31), margin: 1);
    }
}
