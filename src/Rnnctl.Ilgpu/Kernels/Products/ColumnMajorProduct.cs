using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>
/// A product in the form that a column-major library needs. C = A B by rows is Cᵀ = Bᵀ Aᵀ by columns in the same memory: the left and right matrix are swapped,
/// and so are the rows and columns of the result.
/// </summary>
/// <param name="LeftOperation">op of the left matrix, which gives <c>[M, K]</c>.</param>
/// <param name="RightOperation">op of the right matrix, which gives <c>[K, N]</c>.</param>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">The inner dimension.</param>
/// <param name="Left">The left matrix; its stride is the distance between columns.</param>
/// <param name="Right">The right matrix; its stride is the distance between columns.</param>
/// <param name="Result">The result; its stride is the distance between columns.</param>
internal readonly record struct ColumnMajorProduct<T>(
    CuBlasOperation LeftOperation, CuBlasOperation RightOperation, int M, int N, int K, Tensor<T> Left, Tensor<T> Right, Tensor<T> Result)
    where T : unmanaged
{
    /// <summary>The form of C = op(A) op(B) for matrices stored by rows.</summary>
    public static ColumnMajorProduct<T> Of(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c) =>
        new(OperationOf(b), OperationOf(a), c.Columns, c.Rows, a.Columns, b.Tensor, a.Tensor, c);

    private static CuBlasOperation OperationOf(MatrixOperand<T> operand) =>
        operand.Transposed ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
}
