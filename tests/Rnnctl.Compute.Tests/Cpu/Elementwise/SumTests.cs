using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Elementwise;

public sealed class SumTests
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes =
        [(1, 1, 0), (3, 5, 2), (7, 1, 3), (2, 4096, 0), (3, 4099, 2), (1, 20_000, 0)];

    [Fact]
    public void Sums_and_sums_of_squares_of_float_agree_with_a_loop() => CheckAll<float>();

    [Fact]
    public void Sums_and_sums_of_squares_of_double_agree_with_a_loop() => CheckAll<double>();

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        double[,] x = CpuDevices.RandomMatrix<float>(new PhiloxRandom(33, 0), 5, 9001);
        var results = new HashSet<(double Squares, double Sum)>();
        for (int threads = 1; threads <= 3; threads++)
        {
            using Backend<float> backend = CpuDevice.Open<float>(threads);
            using var workspace = new Workspace<float>(backend);
            PlacedMatrix<float> source = workspace.Place(x), sum = workspace.Place(new double[1, 1]);
            backend.Sum(source.Tensor, 0.25f, sum.Tensor);
            results.Add((backend.SumOfSquares(source.Tensor), sum.Read()[0, 0]));
        }

        Assert.Single(results);
    }

    [Fact]
    public void The_sum_of_squares_of_floats_does_not_overflow()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var workspace = new Workspace<float>(backend);

        Assert.Equal(2e60, backend.SumOfSquares(workspace.Place(new double[,] { { 1e30, -1e30 } }).Tensor), 1e54);
    }

    private static void CheckAll<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CpuDevices.ForEach<T>(backend =>
        {
            var random = new PhiloxRandom(32, 0);
            foreach ((int rows, int columns, int margin) in Shapes)
            {
                using var workspace = new Workspace<T>(backend);
                double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns);
                PlacedMatrix<T> source = workspace.Place(x, margin), sum = workspace.Place(new double[1, 1]);

                backend.Sum(source.Tensor, T.CreateChecked(0.25), sum.Tensor);

                double magnitude = x.Cast<double>().Sum(Math.Abs), squares = x.Cast<double>().Sum(value => value * value);
                Assert.Equal(0.25 * x.Cast<double>().Sum(), sum.Read()[0, 0], x.Length * CpuDevices.UnitRoundoff<T>() * magnitude);
                Assert.Equal(squares, backend.SumOfSquares(source.Tensor), 2 * x.Length * CpuDevices.UnitRoundoff<double>() * squares);
            }
        });
    }
}
