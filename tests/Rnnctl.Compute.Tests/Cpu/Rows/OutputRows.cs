using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

/// <summary>What an output layer does with its rows of logits, by the definitions and number by number, and a backend beside that.</summary>
internal static class OutputRows
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes =
        [(1, 1, 0), (5, 7, 2), (9, 16, 0), (4, 131, 3), (3, 1025, 0), (2, 64, 1), (33, 3, 0)];

    private static readonly double[] Smoothings = [0, 0.1, 0.7];
    private static readonly int[] Counts = [1, 2, 6, 64];

    /// <summary>Losses, surprisals and gradients of logits of that scale, with rows left out, with a gradient in place, apart, and without.</summary>
    public static void CheckSmoothedCrossEntropy<T>(Backend<T> backend, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(91, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns, scale);
            int[] ids = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 2 ? -1 : random.Next(columns))];
            foreach (double smoothing in Smoothings)
            {
                var expected = SmoothedLosses.Of(x, ids, smoothing, scale: 0.125);

                // The difference of two logits is rounded to a part of their scale, and so is each step of the sum of all.
                double bound = CpuDevices.UnitRoundoff<T>() * (16 + columns + (8 * scale) + (2 * smoothing * columns * scale));
                expected.AssertAgrees(backend, x, ids, (margin, Place.Itself), bound);
                expected.AssertAgrees(backend, x, ids, (margin, Place.Apart), bound);
                expected.AssertAgrees(backend, x, ids, (margin, Place.Nowhere), bound);
            }
        }
    }

    /// <summary>A class of logit -∞ has no probability; without smoothing it costs nothing.</summary>
    public static void CheckImpossibleClass<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[,] x = { { 0, double.NegativeInfinity, 0 }, { 1, double.NegativeInfinity, double.NegativeInfinity } };
        var expected = new SmoothedLosses(0, 1, [Math.Log(2), 0], [Math.Log(2), 0], new[,] { { -0.5, 0, 0.5 }, { 0, 0, 0 } });
        expected.AssertAgrees(backend, x, [0, 0], (Margin: 1, Place.Itself), 1e-6);
        expected.AssertAgrees(backend, x, [0, 0], (Margin: 1, Place.Nowhere), 1e-6);
    }

    /// <summary>The best classes against a sort of all, of numbers of which many are equal and of numbers that all differ.</summary>
    public static void CheckBestClasses<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(92, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            double[,] different = CpuDevices.RandomMatrix<T>(random, rows, columns, scale: 20);
            double[,] equal = CpuDevices.Matrix(rows, columns, (_, _) => random.Next(6) - 4 is var x and > -4 ? x : double.NegativeInfinity);
            double[,] rising = CpuDevices.Matrix(rows, columns, (_, column) => column * 0.01), falling = Negative(rising);
            for (int row = 0; row < rows; row++) equal[row, random.Next(columns)] = 1;
            foreach (int count in Counts.Where(count => count <= columns).Append(columns))
            {
                foreach (double[,] x in new[] { different, equal, rising, falling }) AssertBest(backend, x, count, margin);
            }
        }
    }

    /// <summary>target + factor · source.</summary>
    public static void CheckAddScaled<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(93, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            using var workspace = new Workspace<T>(backend);
            double[,] source = CpuDevices.RandomMatrix<T>(random, rows, columns), start = CpuDevices.RandomMatrix<T>(random, rows, columns);
            PlacedMatrix<T> target = workspace.Place(start, margin);

            backend.AddScaled(workspace.Place(source, margin).Tensor, workspace.Place(new[,] { { -1.75 } }).Tensor, target.Tensor);

            double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) => start[row, column] - (1.75 * source[row, column]));
            CpuDevices.AssertClose(expected, target.Read(), (_, _) => 8 * CpuDevices.UnitRoundoff<T>(), $"{backend.Name} [{rows}, {columns}]");
        }
    }

    private static double[,] Negative(double[,] x) => CpuDevices.Matrix(x.GetLength(0), x.GetLength(1), (row, column) => -x[row, column]);

    private static void AssertBest<T>(Backend<T> backend, double[,] x, int count, int margin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        int rows = x.GetLength(0), columns = x.GetLength(1);
        PlacedMatrix<T> logits = workspace.Place(x, margin), logProbabilities = workspace.Place(new double[rows, count], margin);
        Tensor<int> ids = workspace.PlaceIds([.. Enumerable.Repeat(-9, rows * count)]) with { Rows = rows, Columns = count, Stride = count };
        int[] actual = new int[rows * count];

        backend.BestClasses(logits.Tensor, count, logProbabilities.Tensor, ids);
        backend.Download(ids, actual.AsSpan());

        string what = $"{backend.Name} [{rows}, {columns}], best {count}";
        int[][] best = [.. Enumerable.Range(0, rows).Select(row =>
            Enumerable.Range(0, columns).OrderByDescending(column => x[row, column]).ThenBy(column => column).Take(count).ToArray())];
        Assert.Equal(best, actual.Chunk(count));
        double[][] logP = [.. Enumerable.Range(0, rows).Select(row => LogProbabilities(x, row))];
        double[,] found = logProbabilities.Read();
        double unit = CpuDevices.UnitRoundoff<T>();
        for (int row = 0; row < rows; row++)
        {
            for (int place = 0; place < count; place++)
            {
                double expected = logP[row][best[row][place]];
                if (double.IsNegativeInfinity(expected)) Assert.Equal(expected, found[row, place]);
                else Assert.True(Math.Abs(expected - found[row, place]) <= unit * (8 + columns + (4 * Math.Abs(expected))), $"{what}: {expected}");
            }
        }
    }

    private static double[] LogProbabilities(double[,] x, int row)
    {
        double[] values = [.. Enumerable.Range(0, x.GetLength(1)).Select(column => x[row, column])];
        double largest = values.Max();
        double logarithm = Math.Log(values.Sum(value => Math.Exp(value - largest)));
        return [.. values.Select(value => value - largest - logarithm)];
    }

    /// <summary>Where a gradient is written.</summary>
    private enum Place
    {
        Itself,
        Apart,
        Nowhere,
    }

    /// <summary>Losses and gradients as their definitions have them, sum by sum.</summary>
    private sealed record SmoothedLosses(double Smoothing, double Scale, double[] Losses, double[] Surprisals, double[,] Gradient)
    {
        public static SmoothedLosses Of(double[,] x, int[] ids, double smoothing, double scale)
        {
            int rows = x.GetLength(0), columns = x.GetLength(1);
            double[][] logP = [.. Enumerable.Range(0, rows).Select(row => LogProbabilities(x, row))];
            return new SmoothedLosses(
                smoothing,
                scale,
                [.. Enumerable.Range(0, rows).Select(row => ids[row] < 0 ? 0 : -Enumerable.Range(0, columns).Sum(k => Q(row, k) * logP[row][k]))],
                [.. Enumerable.Range(0, rows).Select(row => ids[row] < 0 ? 0 : -logP[row][ids[row]])],
                CpuDevices.Matrix(rows, columns, (row, k) => ids[row] < 0 ? 0 : scale * (Math.Exp(logP[row][k]) - Q(row, k))));

            double Q(int row, int k) => (k == ids[row] ? 1 - smoothing : 0) + (smoothing / columns);
        }

        public void AssertAgrees<T>(Backend<T> backend, double[,] x, int[] ids, (int Margin, Place Gradient) placed, double bound)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var workspace = new Workspace<T>(backend);
            int rows = x.GetLength(0), columns = x.GetLength(1);
            PlacedMatrix<T> logits = workspace.Place(x, placed.Margin);
            PlacedMatrix<T> losses = workspace.Place(new double[rows, 1], placed.Margin), surprisals = workspace.Place(new double[rows, 1], placed.Margin);
            PlacedMatrix<T> gradient = placed.Gradient == Place.Itself ? logits : workspace.Place(new double[rows, columns], placed.Margin);
            Tensor<T> target = placed.Gradient == Place.Nowhere ? default : gradient.Tensor;

            backend.SmoothedCrossEntropy(
                logits.Tensor, workspace.PlaceIds(ids), Smoothing, T.CreateChecked(Scale), losses.Tensor, surprisals.Tensor, target);

            string what = $"{backend.Name} [{rows}, {columns}], smoothing {Smoothing}, gradient {placed.Gradient}";
            CpuDevices.AssertClose(Column(Losses), losses.Read(), (_, _) => bound, $"losses, {what}");
            CpuDevices.AssertClose(Column(Surprisals), surprisals.Read(), (_, _) => bound, $"surprisals, {what}");
            if (placed.Gradient != Place.Nowhere) CpuDevices.AssertClose(Gradient, gradient.Read(), (_, _) => bound * Scale, $"gradient, {what}");
            if (placed.Gradient != Place.Itself) Assert.Equal(x, logits.Read());
        }

        private static double[,] Column(double[] values) => CpuDevices.Matrix(values.Length, 1, (row, _) => values[row]);
    }
}
