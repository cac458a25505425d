using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Products;

public sealed class MatrixProductTests
{
    // Rows M, depth K, columns N: single elements, primes, deeper than the blocks of depth, more rows than the blocks of rows.
    private static readonly (int M, int K, int N)[] Shapes =
    [
        (1, 1, 1), (1, 7, 1), (2, 3, 5), (7, 1, 5), (1, 5, 67), (3, 257, 2), (4, 8, 16), (8, 16, 32), (9, 17, 33), (13, 31, 19),
        (5, 613, 11), (37, 5, 131), (131, 3, 17), (139, 607, 23), (263, 11, 3),
    ];

    [Fact]
    public void Products_of_float_agree_with_three_nested_loops() => CheckAll<float>();

    [Fact]
    public void Products_of_double_agree_with_three_nested_loops() => CheckAll<double>();

    [Fact]
    public void Random_shapes_agree_with_three_nested_loops()
    {
        var random = new PhiloxRandom(20, 0);
        (int, int, int)[] shapes = [.. Enumerable.Range(0, 8).Select(_ => (random.Next(1, 60), random.Next(1, 90), random.Next(1, 60)))];
        Problem[] floats = [.. shapes.Select(shape => Problem.Draw<float>(random, shape))];
        Problem[] doubles = [.. shapes.Select(shape => Problem.Draw<double>(random, shape))];

        CpuDevices.ForEach<float>(backend => Array.ForEach(floats, problem => CheckAllOperands(backend, problem)));
        CpuDevices.ForEach<double>(backend => Array.ForEach(doubles, problem => CheckAllOperands(backend, problem)));
    }

    [Theory]
    [InlineData(139, 607, 23)]
    [InlineData(9, 40, 301)]
    public void The_number_of_threads_does_not_change_a_bit(int m, int k, int n)
    {
        var problem = Problem.Draw<float>(new PhiloxRandom(21, 0), (m, k, n));
        foreach (int width in CpuDevice.Widths<float>())
        {
            double[][,] results = [.. Enumerable.Range(1, 3).Select(threads =>
            {
                using Backend<float> backend = CpuDevice.Open<float>(threads, width);
                return Run(backend, problem, transposeA: true, transposeB: false, accumulate: true, margin: 0);
            })];

            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Fact]
    public void A_product_of_no_depth_is_zero()
    {
        CpuDevices.ForEach<double>(backend =>
        {
            using var workspace = new Workspace<double>(backend);
            PlacedMatrix<double> wide = workspace.Place(new double[,] { { 1, 2 }, { 3, 4 } });
            Tensor<double> a = wide.Tensor.SliceColumns(0, 0), b = wide.Tensor.SliceRows(0, 0);
            PlacedMatrix<double> c = workspace.Place(new double[,] { { 5, 6 }, { 7, 8 } });

            backend.Product(a, b, c.Tensor, accumulate: true);
            Assert.Equal(new double[,] { { 5, 6 }, { 7, 8 } }, c.Read());
            backend.Product(a, b, c.Tensor, accumulate: false);
            Assert.Equal(new double[2, 2], c.Read());
        });
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_all_three_in_the_message()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var workspace = new Workspace<float>(backend);
        Tensor<float> a = workspace.Place(new double[2, 3]).Tensor;

        ArgumentException exception = Assert.Throws<ArgumentException>(() => backend.Product(a, a, a, accumulate: false));

        Assert.StartsWith("product of [2, 3] and [2, 3] does not fit [2, 3]", exception.Message, StringComparison.Ordinal);
    }

    private static void CheckAll<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(22, 0);
        Problem[] problems = [.. Shapes.Select(shape => Problem.Draw<T>(random, shape))];
        CpuDevices.ForEach<T>(backend => Array.ForEach(problems, problem => CheckAllOperands(backend, problem)));
    }

    private static void CheckAllOperands<T>(Backend<T> backend, Problem problem)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // All eight ways on one thread; on several, where starting the threads takes longer than the product, three of them.
        for (int variant = 0; variant < 8; variant += backend.Threads == 1 ? 1 : 3)
        {
            (bool transposeA, bool transposeB, bool accumulate) = ((variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
            int margin = variant % 3 * 2;
            double[,] actual = Run(backend, problem, transposeA, transposeB, accumulate, margin);
            string ways = $"transposed {transposeA} {transposeB}, accumulate {accumulate}";
            string what = $"{backend.Name}, {backend.Threads} threads, {problem}, {ways}";
            double[,] start = problem.Start;

            // An element is a chain of K fused multiply-adds here, and of K products and sums in the reference (Higham 2002, 3.1).
            double roundings = (2 * problem.Depth) + 4;
            double[,] expected = accumulate ? Sum(problem.Product, start) : problem.Product;
            CpuDevices.AssertClose(expected, actual, Bound, what);

            double Bound(int row, int column) =>
                roundings * CpuDevices.UnitRoundoff<T>() * (problem.Magnitude[row, column] + (accumulate ? Math.Abs(start[row, column]) : 0));
        }
    }

    private static double[,] Run<T>(Backend<T> backend, Problem problem, bool transposeA, bool transposeB, bool accumulate, int margin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        Tensor<T> a = workspace.Place(transposeA ? Transpose(problem.A) : problem.A, margin).Tensor;
        Tensor<T> b = workspace.Place(transposeB ? Transpose(problem.B) : problem.B, margin).Tensor;
        PlacedMatrix<T> c = workspace.Place(problem.Start, margin);
        backend.Product(new MatrixOperand<T>(a, transposeA), new MatrixOperand<T>(b, transposeB), c.Tensor, accumulate);
        return c.Read();
    }

    private static double[,] Transpose(double[,] a) => CpuDevices.Matrix(a.GetLength(1), a.GetLength(0), (row, column) => a[column, row]);

    private static double[,] Sum(double[,] a, double[,] b) =>
        CpuDevices.Matrix(a.GetLength(0), a.GetLength(1), (row, column) => a[row, column] + b[row, column]);

    /// <summary>A product with its result and the sums of magnitudes |A| |B| that its error is measured by.</summary>
    private sealed record Problem(double[,] A, double[,] B, double[,] Start, double[,] Product, double[,] Magnitude)
    {
        public int Depth => A.GetLength(1);

        public static Problem Draw<T>(PhiloxRandom random, (int M, int K, int N) shape)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (int m, int k, int n) = shape;
            double[,] a = CpuDevices.RandomMatrix<T>(random, m, k), b = CpuDevices.RandomMatrix<T>(random, k, n);
            double[,] product = new double[m, n], magnitude = new double[m, n];
            for (int row = 0; row < m; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    for (int depth = 0; depth < k; depth++)
                    {
                        product[row, column] += a[row, depth] * b[depth, column];
                        magnitude[row, column] += Math.Abs(a[row, depth] * b[depth, column]);
                    }
                }
            }

            return new Problem(a, b, CpuDevices.RandomMatrix<T>(random, m, n), product, magnitude);
        }

        public override string ToString() => $"[{A.GetLength(0)}, {Depth}] [{Depth}, {B.GetLength(1)}]";
    }
}
