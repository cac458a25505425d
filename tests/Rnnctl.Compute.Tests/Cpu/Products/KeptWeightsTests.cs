using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Products;

public sealed class KeptWeightsTests
{
    private static readonly (int M, int K, int N)[] Shapes = [(1, 1, 1), (1, 300, 150), (3, 7, 5), (32, 17, 67), (70, 300, 33)];

    [Fact]
    public void Products_have_the_same_bits_whether_the_right_operand_is_kept_or_not()
    {
        CpuDevices.ForEach<float>(CheckProducts);
        CpuDevices.ForEach<double>(CheckProducts);
    }

    [Fact]
    public void A_kept_operand_is_not_read_again_until_its_promise_ends()
    {
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            PlacedMatrix<float> a = workspace.Place(new double[,] { { 2 } }), b = workspace.Place(new double[,] { { 3 } });
            PlacedMatrix<float> c = workspace.Place(new double[1, 1]);
            backend.Keep(b.Tensor);
            Assert.Equal(6, Product());
            b.Write(new double[,] { { 5 } });
            Assert.Equal(6, Product());

            backend.ForgetKept();

            Assert.Equal(10, Product());
            b.Write(new double[,] { { 7 } });
            Assert.Equal(14, Product());

            double Product()
            {
                backend.Product(a.Tensor, b.Tensor, c.Tensor, accumulate: false);
                return c.Read()[0, 0];
            }
        });
    }

    [Fact]
    public void Another_slice_or_the_transpose_of_a_kept_operand_is_another_operand()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var workspace = new Workspace<double>(backend);
        Tensor<double> b = workspace.Place(new double[,] { { 1, 2 }, { 3, 4 } }).Tensor, a = workspace.Place(new double[,] { { 1, 10 } }).Tensor;
        PlacedMatrix<double> c = workspace.Place(new double[1, 2]);
        backend.Keep(b);

        backend.Product(a, b, c.Tensor, accumulate: false);
        Assert.Equal([31, 42], c.Read().Cast<double>());
        backend.Product(a, MatrixOperand<double>.Transpose(b), c.Tensor, accumulate: false);
        Assert.Equal([21, 43], c.Read().Cast<double>());
        backend.Product(a.SliceColumns(1, 1), b.SliceRows(1, 1), c.Tensor, accumulate: false);
        Assert.Equal([30, 40], c.Read().Cast<double>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Layers_have_the_same_bits_whether_their_weights_are_kept_or_not(int threads)
    {
        foreach (int width in CpuDevice.Widths<float>())
        {
            using Backend<float> backend = CpuDevice.Open<float>(threads, width);
            foreach (CellDefinition cell in CellCatalog.Variants.Where(cell => cell.IsFused))
            {
                foreach (int hidden in new[] { 5, 32 }) CheckLayer(backend, cell, hidden);
            }
        }
    }

    [Fact]
    public void Products_with_a_kept_operand_allocate_nothing_on_the_managed_heap()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var workspace = new Workspace<float>(backend);
        Tensor<float> a = workspace.Place(new double[4, 8]).Tensor, b = workspace.Place(new double[9, 8]).Tensor;
        Tensor<float> c = workspace.Place(new double[4, 9]).Tensor;
        backend.Keep(MatrixOperand<float>.Transpose(b));
        Multiply();

        Assert.Equal(0, AllocatedBytes.Of(Multiply));

        void Multiply() => backend.Product(a, MatrixOperand<float>.Transpose(b), c, accumulate: false);
    }

    private static void CheckProducts<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(95, 0);
        foreach ((int m, int k, int n) in Shapes)
        {
            for (int variant = 0; variant < 8; variant++)
            {
                (bool transposeA, bool transposeB, bool accumulate) = ((variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
                using var workspace = new Workspace<T>(backend);
                Tensor<T> a = Draw(transposeA ? k : m, transposeA ? m : k).Tensor, b = Draw(transposeB ? n : k, transposeB ? k : n).Tensor;
                var right = new MatrixOperand<T>(b, transposeB);
                double[,] start = Matrices.Random<T>(random, m, n);
                double[,] expected = Product();

                backend.Keep(right);

                Assert.Equal(expected, Product());
                Assert.Equal(expected, Product());
                backend.ForgetKept();

                double[,] Product()
                {
                    PlacedMatrix<T> c = workspace.Place(start, margin: 2);
                    backend.Product(new MatrixOperand<T>(a, transposeA), right, c.Tensor, accumulate);
                    return c.Read();
                }

                PlacedMatrix<T> Draw(int rows, int columns) => workspace.Place(Matrices.Random<T>(random, rows, columns), variant % 3);
            }
        }
    }

    private static void CheckLayer(Backend<float> backend, CellDefinition cell, int hidden)
    {
        const int Inputs = 3, Sequences = 7;
        using var tape = new Tape<float>(backend, recording: false);
        var random = new PhiloxRandom(96, 0);
        var steps = new PackedSteps();
        steps.Assign([3, 3, 2, 2, 2, 1, 1]);
        Variable<float> x = Draw(steps.Tokens, Inputs);
        CellWeights<float> weights = Weights() with { Initial = new CellState<float>(Draw(Sequences, hidden), Draw(Sequences, hidden)) };
        var layer = new LayerWeights<float>(weights, Weights());
        float[] expected = Run();

        layer.Forward.KeepOn(backend);
        layer.Reverse!.Value.KeepOn(backend);

        Assert.Equal(expected, Run());
        Assert.Equal(expected, Run());
        backend.ForgetKept();

        float[] Run()
        {
            Variable<float> y = cell.Run(tape, x, steps, layer, window: 0);
            var numbers = new float[y.Value.Count];
            backend.Download(y.Value, numbers.AsSpan());
            return numbers;
        }

        CellWeights<float> Weights() => CellWeights<float>.Of(cell.Parameters(Inputs, hidden), parameter => Draw(parameter.Rows, parameter.Columns));

        Variable<float> Draw(int rows, int columns)
        {
            Variable<float> variable = tape.NewVariable(rows, columns);
            backend.Upload([.. Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextDouble() - 0.5f)], variable.Value);
            return variable;
        }
    }
}
