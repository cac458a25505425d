using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class DropoutMaskTests
{
    [Fact]
    public void The_kept_share_is_the_requested_one_and_the_mean_is_one()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var workspace = new Workspace<float>(backend);
        PlacedMatrix<float> mask = workspace.Place(100, 1000);

        backend.DropoutMask(new DropoutKey(Seed: 11, Step: 7, Site: 3), 0.7, workspace.PlaceIds([.. Enumerable.Range(0, 100)]), mask);

        // Five standard deviations of the mean of 100,000 elements.
        Assert.Equal(0.7, mask.Read().Cast<double>().Average(value => value > 0 ? 1.0 : 0), 5 * Math.Sqrt(0.7 * 0.3 / 100_000));
        Assert.Equal(1, mask.Read().Cast<double>().Average(), 5 / 0.7 * Math.Sqrt(0.7 * 0.3 / 100_000));
    }
}
