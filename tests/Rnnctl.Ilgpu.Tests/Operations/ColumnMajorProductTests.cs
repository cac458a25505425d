using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Kernels.Products;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>The arguments of cuBLAS, checked against the definition of its GEMM.</summary>
public sealed class ColumnMajorProductTests : IDisposable
{
    private readonly Backend<double> _cpu = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _cpu.Dispose();

    [Fact]
    public void The_call_of_cuBLAS_computes_the_product()
    {
        var random = new PhiloxRandom(91, 0);
        foreach (ProductCase one in OperationCases.All.OfType<ProductCase>()) one.DrawFor<double>(random, _ => Multiply).AssertAgrees(_cpu);
    }

    /// <summary>C ← op(A) op(B) + β C, element by element; C is not read if β is 0.</summary>
    private void Multiply(MatrixOperand<double> a, MatrixOperand<double> b, Tensor<double> c, bool accumulate)
    {
        var product = ColumnMajorProduct<double>.Of(a, b, c);
        double[] left = Download(product.Left), right = Download(product.Right), result = Download(product.Result);
        for (int row = 0; row < product.M; row++)
        {
            for (int column = 0; column < product.N; column++)
            {
                double sum = accumulate ? result[Place(product.Result, CuBlasOperation.NonTranspose, row, column)] : 0;
                for (int i = 0; i < product.K; i++)
                {
                    sum += left[Place(product.Left, product.LeftOperation, row, i)] * right[Place(product.Right, product.RightOperation, i, column)];
                }

                result[Place(product.Result, CuBlasOperation.NonTranspose, row, column)] = sum;
            }
        }

        _cpu.Upload<double>(result, Whole(product.Result));
    }

    /// <summary>The index of an element of op(X), where the stride is the distance between columns of X.</summary>
    private static int Place(Tensor<double> x, CuBlasOperation operation, int row, int column)
    {
        (int r, int c) = operation == CuBlasOperation.Transpose ? (column, row) : (row, column);
        return x.Offset + (c * x.Stride) + r;
    }

    private static Tensor<double> Whole(Tensor<double> part) => new(part.Storage, 0, 1, (int)part.Storage.Length);

    private double[] Download(Tensor<double> tensor)
    {
        var numbers = new double[tensor.Storage.Length];
        _cpu.Download(Whole(tensor), numbers.AsSpan());
        return numbers;
    }
}
