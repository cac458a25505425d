using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>
/// A product as a library of column-major matrices is asked for it. What is C = A B row after row is Cᵀ = Bᵀ Aᵀ column after column, on the same memory:
/// left and right change places, and rows and columns of the result.
/// </summary>
/// <param name="LeftOperation">op of the left matrix, <c>[M, K]</c> after it.</param>
/// <param name="RightOperation">op of the right matrix, <c>[K, N]</c> after it.</param>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">The inner dimension.</param>
/// <param name="Left">The left matrix; its stride is the distance of its columns.</param>
/// <param name="Right">The right matrix, likewise.</param>
/// <param name="Result">The result, likewise.</param>
internal readonly record struct ColumnMajorProduct<T>(
    CuBlasOperation LeftOperation, CuBlasOperation RightOperation, int M, int N, int K, Tensor<T> Left, Tensor<T> Right, Tensor<T> Result)
    where T : unmanaged
{
    /// <summary>What gives C = op(A) op(B) with all matrices row after row.</summary>
    public static ColumnMajorProduct<T> Of(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c) =>
        new(OperationOf(b), OperationOf(a), c.Columns, c.Rows, a.Columns, b.Tensor, a.Tensor, c);

    private static CuBlasOperation OperationOf(MatrixOperand<T> operand) =>
        operand.Transposed ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
}
