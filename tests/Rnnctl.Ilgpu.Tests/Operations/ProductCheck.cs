using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>A product on a device against the definition, transposed in every way, accumulated and not.</summary>
internal static class ProductCheck
{
    private static readonly bool[] Both = [false, true];

    /// <summary>Shapes at the edge of something.</summary>
    public static IReadOnlyList<(int M, int N, int K, int Margin)> Shapes { get; } =
    [
        (1, 1, 1, 0), (1, 9, 5, 1), (9, 1, 5, 1), (5, 7, 1, 2), (3, 4, 0, 0), (0, 4, 3, 0), (4, 0, 3, 0), (13, 11, 17, 0),
    ];

    /// <summary>C ← op(A) op(B), or C ← C + op(A) op(B).</summary>
    public delegate void Multiplication<T>(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
        where T : unmanaged;

    /// <summary>A device's products for every op, accumulated and not.</summary>
    public static void Run<T>(Backend<T> device, PhiloxRandom random, (int M, int N, int K) size, int margin)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(device, device.Product, random, size, margin);

    /// <summary>Somebody else's products, likewise, of matrices that lie on a device.</summary>
    public static void Run<T>(Backend<T> device, Multiplication<T> multiply, PhiloxRandom random, (int M, int N, int K) size, int margin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int n, int k) = size;
        double[,] a = CpuDevices.RandomMatrix<T>(random, m, k), b = CpuDevices.RandomMatrix<T>(random, k, n);
        double[,] start = CpuDevices.RandomMatrix<T>(random, m, n);
        using var workspace = new Workspace<T>(device);
        MatrixOperand<T>[] lefts = Operands(workspace, a, margin), rights = Operands(workspace, b, margin);
        PlacedMatrix<T> c = workspace.Place(start, margin);
        foreach (MatrixOperand<T> left in lefts)
        {
            foreach (MatrixOperand<T> right in rights)
            {
                foreach (bool accumulate in Both)
                {
                    // What is not read may hold anything.
                    c.Write(accumulate ? start : CpuDevices.Matrix(m, n, (_, _) => double.NaN));
                    multiply(left, right, c.Tensor, accumulate);
                    double[,] expected = CpuDevices.Matrix(m, n, (row, column) =>
                        (accumulate ? start[row, column] : 0) + Enumerable.Range(0, k).Sum(i => a[row, i] * b[i, column]));
                    string what = $"{device.Name} {size}, transposed {left.Transposed} {right.Transposed}, accumulated {accumulate}";
                    CpuDevices.AssertClose(expected, c.Read(), (_, _) => 4 * (k + 4) * CpuDevices.UnitRoundoff<T>(), what);
                }
            }
        }
    }

    /// <summary>A matrix as it is, and its transpose, which the product transposes back.</summary>
    private static MatrixOperand<T>[] Operands<T>(Workspace<T> workspace, double[,] values, int margin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[,] transpose = CpuDevices.Matrix(values.GetLength(1), values.GetLength(0), (row, column) => values[column, row]);
        return [workspace.Place(values, margin).Tensor, MatrixOperand<T>.Transpose(workspace.Place(transpose, margin).Tensor)];
    }
}
