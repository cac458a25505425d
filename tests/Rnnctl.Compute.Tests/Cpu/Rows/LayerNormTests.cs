using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class LayerNormTests
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes = [(1, 1, 0), (5, 2, 1), (3, 7, 2), (9, 16, 0), (4, 131, 3)];

    [Fact]
    public void Values_and_gradients_agree_with_the_definition()
    {
        CpuDevices.ForEach<float>(Check);
        CpuDevices.ForEach<double>(Check);
    }

    [Fact]
    public void A_row_of_equal_numbers_becomes_the_bias()
    {
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            PlacedMatrix<float> target = workspace.Place(new double[1, 3]), rest = workspace.Place(new double[1, 3]), scale = workspace.Place(new double[1, 1]);
            backend.LayerNorm(
                workspace.Place(new double[,] { { 4, 4, 4 } }).Tensor,
                workspace.Place(new double[,] { { 5, 6, 7 } }).Tensor,
                workspace.Place(new double[,] { { 1, 2, 3 } }).Tensor,
                1e-5,
                new(rest.Tensor, scale.Tensor),
                target.Tensor);
            Assert.Equal([1, 2, 3], target.ReadRow());
        });
    }

    private static void Check<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(37, 0);
        foreach ((int rows, int columns, int margin) in Shapes) NaiveLayerNorm.Check(backend, random, rows, columns, margin);
    }
}
