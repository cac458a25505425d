using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class SoftmaxTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Probabilities_and_losses_agree_with_the_definition(string device)
    {
        Check(device, new DefinitionCheck(Scale: 1));
        Check(device, new DefinitionCheck(Scale: 30));
        Check(device, new DefinitionCheck(Scale: 1e4));
    }

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Logits_far_beyond_the_range_of_the_exponential_give_probabilities_and_losses(string device)
    {
        Backend<float> backend = Open<float>(device);
        using var workspace = new Workspace<float>(backend);
        PlacedMatrix<float> logits = workspace.Place(new double[,] { { 1e4, -1e4, 0 }, { -1e4, -1e4, -1e4 }, { 3e38, 0, 3e38 } });
        PlacedMatrix<float> losses = workspace.Place(new double[3, 1]);

        // In place, as the runner of a tagger has it.
        backend.CrossEntropy(logits.Tensor, workspace.PlaceIds(1, 0, 2), logits.Tensor, losses.Tensor);

        CpuDevices.AssertClose(new[,] { { 1, 0, 0 }, { 1 / 3d, 1 / 3d, 1 / 3d }, { 0.5, 0, 0.5 } }, logits.Read(), (_, _) => 1e-7, device);
        CpuDevices.AssertClose(new[,] { { 2e4 }, { Math.Log(3) }, { 0 } }, losses.Read(), (row, _) => row == 1 ? 1e-3 : 1e-6, device);
    }

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_gradient_of_the_cross_entropy_is_added_and_rows_without_a_label_are_left_alone(string device) =>
        Check(device, default(GradientCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_gradient_of_the_softmax_is_added(string device) => Check(device, default(SoftmaxGradientCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_largest_column_is_the_first_of_equal_ones(string device) => Check(device, default(ArgMaxCheck));

    private readonly record struct DefinitionCheck(double Scale) : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(78, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random)) RunOne(device, random, rows, columns, margin);
        }

        private void RunOne<T>(Backend<T> device, PhiloxRandom random, int rows, int columns, int margin)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var workspace = new Workspace<T>(device);
            double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns, Scale);
            int[] ids = [.. Enumerable.Range(0, rows).Select(row => row == 2 ? -1 : random.Next(columns))];
            PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin), losses = workspace.Place(new double[rows, 1], margin);
            PlacedMatrix<T> logits = workspace.Place(x, margin);
            double[] normalizers = [.. Enumerable.Range(0, rows).Select(row => LogSumExp(x, row))];
            double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) => Math.Exp(x[row, column] - normalizers[row]));
            double[,] expectedLosses = CpuDevices.Matrix(rows, 1, (row, _) => ids[row] < 0 ? 0 : normalizers[row] - x[row, ids[row]]);

            // The difference of two logits is rounded once, to a part of their scale, and the exponential without a fused step once more so.
            double bound = Bound<T>(columns + 2) + (8 * Scale * CpuDevices.UnitRoundoff<T>());
            string what = $"{device.Name} [{rows}, {columns}], {Scale}";
            device.Softmax(logits.Tensor, target.Tensor);
            CpuDevices.AssertClose(expected, target.Read(), Relative, $"softmax, {what}");

            target.Write(new double[rows, columns]);
            device.CrossEntropy(logits.Tensor, workspace.PlaceIds(ids), target.Tensor, losses.Tensor);
            CpuDevices.AssertClose(expected, target.Read(), Relative, $"probabilities, {what}");
            CpuDevices.AssertClose(expectedLosses, losses.Read(), (_, _) => bound, $"losses, {what}");

            double Relative(int row, int column) => bound * Math.Max(expected[row, column], 1e-30);
        }

        private static double LogSumExp(double[,] x, int row)
        {
            double[] values = [.. Enumerable.Range(0, x.GetLength(1)).Select(column => x[row, column])];
            double largest = values.Max();
            return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
        }
    }

    private readonly struct GradientCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(79, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] p = CpuDevices.RandomMatrix<T>(random, rows, columns), start = CpuDevices.RandomMatrix<T>(random, rows, columns);
                int[] ids = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 2 ? -1 : random.Next(columns))];
                PlacedMatrix<T> gradient = workspace.Place(start, margin), upstream = workspace.Place(new[,] { { 0.75 } });

                device.CrossEntropyGradient(
                    workspace.Place(p, margin).Tensor, workspace.PlaceIds(ids), upstream.Tensor, T.CreateChecked(0.125), gradient.Tensor);

                double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) =>
                    ids[row] < 0 ? start[row, column] : start[row, column] + (0.75 * 0.125 * (p[row, column] - (ids[row] == column ? 1 : 0))));
                CpuDevices.AssertClose(expected, gradient.Read(), (_, _) => Bound<T>(1), $"{device.Name} [{rows}, {columns}]");
            }
        }
    }

    private readonly struct SoftmaxGradientCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(87, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] y = CpuDevices.RandomMatrix<T>(random, rows, columns), dy = CpuDevices.RandomMatrix<T>(random, rows, columns);
                double[,] start = CpuDevices.RandomMatrix<T>(random, rows, columns);
                PlacedMatrix<T> gradient = workspace.Place(start, margin);

                device.SoftmaxGradient(workspace.Place(y, margin).Tensor, workspace.Place(dy, margin).Tensor, gradient.Tensor);

                double[] means = [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Sum(j => dy[row, j] * y[row, j]))];
                double[,] expected = CpuDevices.Matrix(rows, columns, (row, i) => start[row, i] + (y[row, i] * (dy[row, i] - means[row])));
                CpuDevices.AssertClose(expected, gradient.Read(), (_, _) => 4 * Bound<T>(columns + 2), $"{device.Name} [{rows}, {columns}]");
            }
        }
    }

    private readonly struct ArgMaxCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(80, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random))
            {
                using var workspace = new Workspace<T>(device);

                // Few different numbers, so that most rows have several largest ones; one row of none but the lowest.
                double[,] x = CpuDevices.Matrix(rows, columns, (row, _) => row == 3 ? double.NegativeInfinity : random.Next(4) - 7);
                Tensor<int> target = workspace.PlaceIds([.. Enumerable.Repeat(9, rows)]);
                int[] best = new int[rows];

                device.ArgMax(workspace.Place(x, margin).Tensor, target);
                device.Download(target, best.AsSpan());

                Assert.Equal(Enumerable.Range(0, rows).Select(row => FirstLargest(x, row)), best);
            }
        }

        private static int FirstLargest(double[,] x, int row)
        {
            int best = 0;
            for (int column = 1; column < x.GetLength(1); column++)
            {
                if (x[row, column] > x[row, best]) best = column;
            }

            return best;
        }
    }
}
