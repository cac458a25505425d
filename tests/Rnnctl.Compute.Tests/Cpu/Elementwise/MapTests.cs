using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Elementwise;

public sealed class MapTests
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes =
        [(1, 1, 0), (3, 7, 2), (5, 16, 0), (2, 33, 3), (17, 5, 1), (4, 100, 0)];

    [Fact]
    public void A_formula_of_three_floats_is_applied_to_every_element() => CheckAll<float>();

    [Fact]
    public void A_formula_of_three_doubles_is_applied_to_every_element() => CheckAll<double>();

    [Fact]
    public void Shapes_that_differ_are_refused()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var workspace = new Workspace<float>(backend);
        Tensor<float> target = workspace.Place(new double[2, 3]).Tensor, other = workspace.Place(new double[3, 2]).Tensor;

        Assert.Throws<ArgumentException>(() => backend.Map(default(Blend), target, target, other));
        Assert.Throws<ArgumentException>(() => backend.Map(default(Blend), target, other, target));
    }

    [Fact]
    public void Fill_writes_every_element_and_no_other()
    {
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            foreach ((int rows, int columns, int margin) in Shapes)
            {
                PlacedMatrix<float> target = workspace.Place(new double[rows, columns], margin);
                backend.Fill(target.Tensor, 2.5f);
                Assert.All(target.Read().Cast<double>(), value => Assert.Equal(2.5, value));
                backend.Clear(target.Tensor);
                Assert.All(target.Read().Cast<double>(), value => Assert.Equal(0, value));
            }
        });
    }

    private static void CheckAll<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CpuDevices.ForEach<T>(backend =>
        {
            var random = new PhiloxRandom(30, 0);
            foreach ((int rows, int columns, int margin) in Shapes)
            {
                using var workspace = new Workspace<T>(backend);
                double[,] y = CpuDevices.RandomMatrix<T>(random, rows, columns), a = CpuDevices.RandomMatrix<T>(random, rows, columns);
                double[,] b = CpuDevices.RandomMatrix<T>(random, rows, columns);
                PlacedMatrix<T> target = workspace.Place(y, margin);

                backend.Map(default(Blend), target.Tensor, workspace.Place(a, 0).Tensor, workspace.Place(b, margin + 1).Tensor);

                double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) =>
                    (y[row, column] * a[row, column]) - (b[row, column] / 3));
                double bound = 8 * CpuDevices.UnitRoundoff<T>();
                CpuDevices.AssertClose(expected, target.Read(), (_, _) => bound, $"{backend.Name} [{rows}, {columns}]");
            }
        });
    }

    /// <summary>y ← y a - b / 3: each argument in a place of its own.</summary>
    private readonly struct Blend : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => (y * a) - (b / TReal.Constant(3));
    }
}
