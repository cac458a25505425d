using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class SoftmaxTests
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes = [(1, 1, 0), (5, 7, 2), (9, 16, 0), (4, 131, 3)];

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1e4)]
    public void Probabilities_and_losses_agree_with_the_definition(double scale)
    {
        CpuDevices.ForEach<float>(backend => Check(backend, scale));
        CpuDevices.ForEach<double>(backend => Check(backend, scale));
    }

    [Fact]
    public void Logits_far_beyond_the_range_of_the_exponential_give_probabilities_and_losses()
    {
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            PlacedMatrix<float> logits = workspace.Place(new double[,] { { 1e4, -1e4, 0 }, { -1e4, -1e4, -1e4 }, { 3e38, 0, 3e38 } });
            PlacedMatrix<float> probabilities = workspace.Place(new double[3, 3]), losses = workspace.Place(new double[3, 1]);

            backend.CrossEntropy(logits.Tensor, workspace.PlaceIds(1, 0, 2), probabilities.Tensor, losses.Tensor);

            double[,] expected = { { 1, 0, 0 }, { 1.0 / 3, 1.0 / 3, 1.0 / 3 }, { 0.5, 0, 0.5 } };
            CpuDevices.AssertClose(expected, probabilities.Read(), (_, _) => 1e-7, backend.Name);

            // The last row's loss, log 2, is rounded away beside logits of 3e38.
            double[,] expectedLosses = { { 2e4 }, { Math.Log(3) }, { 0 } };
            CpuDevices.AssertClose(expectedLosses, losses.Read(), (row, _) => row == 1 ? 1e-3 : 1e-6, backend.Name);
        });
    }

    [Fact]
    public void The_gradient_of_the_cross_entropy_is_added_and_rows_without_a_label_are_left_alone()
    {
        CpuDevices.ForEach<float>(CheckGradient);
        CpuDevices.ForEach<double>(CheckGradient);
    }

    [Fact]
    public void The_gradient_of_the_softmax_is_added()
    {
        CpuDevices.ForEach<float>(CheckSoftmaxGradient);
        CpuDevices.ForEach<double>(CheckSoftmaxGradient);
    }

    [Fact]
    public void The_largest_column_is_the_first_of_equal_ones()
    {
        double[,] x =
        {
            { 1, 3, 3, 2 }, { 5, 5, 5, 5 }, { -3, -2, -4, -2 }, { 0, 0, 0, 1 }, { double.NegativeInfinity, -1e30, -1e30, -1e38 },
        };
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            Tensor<int> target = workspace.PlaceIds(9, 9, 9, 9, 9);
            int[] columns = new int[5];

            backend.ArgMax(workspace.Place(x, margin: 3).Tensor, target);
            backend.Download(target, columns.AsSpan());

            Assert.Equal([1, 0, 1, 3, 1], columns);
        });
    }

    private static void Check<T>(Backend<T> backend, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(35, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            using var workspace = new Workspace<T>(backend);
            double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns, scale);
            int[] ids = [.. Enumerable.Range(0, rows).Select(row => row == 2 ? -1 : random.Next(columns))];
            PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin);
            PlacedMatrix<T> losses = workspace.Place(new double[rows, 1], margin);
            PlacedMatrix<T> logits = workspace.Place(x, margin);

            double[] normalizers = [.. Enumerable.Range(0, rows).Select(row => LogSumExp(x, row))];
            double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) => Math.Exp(x[row, column] - normalizers[row]));
            double[,] expectedLosses = CpuDevices.Matrix(rows, 1, (row, _) => ids[row] < 0 ? 0 : normalizers[row] - x[row, ids[row]]);

            // The difference of two logits is rounded once, to a part of their scale; the sum of the exponentials adds a rounding a column.
            double unit = CpuDevices.UnitRoundoff<T>();
            double bound = unit * (8 + columns + (4 * scale));
            backend.Softmax(logits.Tensor, target.Tensor);
            CpuDevices.AssertClose(expected, target.Read(), Relative, $"softmax, {backend.Name}, {scale}");

            target.Write(new double[rows, columns]);
            backend.CrossEntropy(logits.Tensor, workspace.PlaceIds(ids), target.Tensor, losses.Tensor);
            CpuDevices.AssertClose(expected, target.Read(), Relative, $"probabilities, {backend.Name}, {scale}");
            CpuDevices.AssertClose(expectedLosses, losses.Read(), (_, _) => bound, $"losses, {backend.Name}, {scale}");

            double Relative(int row, int column) => bound * Math.Max(expected[row, column], 1e-30);
        }
    }

    private static void CheckGradient<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(36, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            using var workspace = new Workspace<T>(backend);
            double[,] p = CpuDevices.RandomMatrix<T>(random, rows, columns), start = CpuDevices.RandomMatrix<T>(random, rows, columns);
            int[] ids = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 2 ? -1 : random.Next(columns))];
            PlacedMatrix<T> gradient = workspace.Place(start, margin), upstream = workspace.Place(new[,] { { 0.75 } });

            backend.CrossEntropyGradient(
                workspace.Place(p, margin).Tensor, workspace.PlaceIds(ids), upstream.Tensor, T.CreateChecked(0.125), gradient.Tensor);

            double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) =>
                ids[row] < 0 ? start[row, column] : start[row, column] + (0.75 * 0.125 * (p[row, column] - (ids[row] == column ? 1 : 0))));
            CpuDevices.AssertClose(expected, gradient.Read(), (_, _) => 4 * CpuDevices.UnitRoundoff<T>(), backend.Name);
        }
    }

    private static double LogSumExp(double[,] x, int row)
    {
        double[] values = [.. Enumerable.Range(0, x.GetLength(1)).Select(column => x[row, column])];
        double largest = values.Max();
        return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }

    private static void CheckSoftmaxGradient<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(88, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            using var workspace = new Workspace<T>(backend);
            double[,] y = CpuDevices.RandomMatrix<T>(random, rows, columns), dy = CpuDevices.RandomMatrix<T>(random, rows, columns);
            double[,] before = CpuDevices.RandomMatrix<T>(random, rows, columns);
            PlacedMatrix<T> gradient = workspace.Place(before, margin);
            backend.SoftmaxGradient(workspace.Place(y, margin).Tensor, workspace.Place(dy, margin).Tensor, gradient.Tensor);

            // The Jacobian, number by number: dy_j / dx_i = y_j ([i = j] - y_i).
            double[,] expected = CpuDevices.Matrix(
                rows, columns, (row, i) => before[row, i] + Enumerable.Range(0, columns).Sum(j => dy[row, j] * y[row, j] * ((i == j ? 1 : 0) - y[row, i])));
            double bound = 8 * (columns + 2) * CpuDevices.UnitRoundoff<T>();
            CpuDevices.AssertClose(expected, gradient.Read(), (_, _) => bound, $"{backend.Name} [{rows}, {columns}]");
        }
    }
}
