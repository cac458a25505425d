using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class DropoutMaskTests
{
    private static readonly DropoutKey Key = new(Seed: 11, Step: 7, Site: 3);

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public void An_element_is_kept_where_its_word_falls_below_the_share_that_is_kept(double keep)
    {
        CpuDevices.ForEach<float>(backend => Check(backend, keep));
        CpuDevices.ForEach<double>(backend => Check(backend, keep));
    }

    [Fact]
    public void The_share_of_elements_kept_is_the_one_asked_for_and_the_mean_is_one()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var workspace = new Workspace<float>(backend);
        PlacedMatrix<float> mask = workspace.Place(new double[100, 1000]);

        backend.DropoutMask(Key, 0.7, mask.Tensor);

        // Five standard deviations of the mean of 100,000 elements.
        Assert.Equal(0.7, mask.Read().Cast<double>().Average(value => value > 0 ? 1.0 : 0), 5 * Math.Sqrt(0.7 * 0.3 / 100_000));
        Assert.Equal(1, mask.Read().Cast<double>().Average(), 5 / 0.7 * Math.Sqrt(0.7 * 0.3 / 100_000));
    }

    [Fact]
    public void Keeping_everything_keeps_everything()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var workspace = new Workspace<float>(backend);
        PlacedMatrix<float> mask = workspace.Place(new double[10, 100]);

        backend.DropoutMask(Key, 1, mask.Tensor);

        Assert.All(mask.Read().Cast<double>(), value => Assert.Equal(1, value));
    }

    private static void Check<T>(Backend<T> backend, double keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int rows, int columns) in new[] { (1, 1), (3, 5), (7, 300), (2, 256) })
        {
            using var workspace = new Workspace<T>(backend);
            PlacedMatrix<T> mask = workspace.Place(new double[rows, columns]);
            backend.DropoutMask(Key, keep, mask.Tensor);

            double kept = double.CreateChecked(T.CreateChecked(1 / keep));
            double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) =>
                DropoutKey.Word(Key, (uint)((row * columns) + column)) < keep * 4294967296.0 ? kept : 0);
            Assert.Equal(expected, mask.Read());
        }
    }
}
