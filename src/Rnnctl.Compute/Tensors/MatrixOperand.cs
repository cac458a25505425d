namespace Rnnctl.Compute.Tensors;

/// <summary>A matrix operand of a product: a tensor or its transpose.</summary>
/// <param name="Tensor">The matrix in memory.</param>
/// <param name="Transposed">Whether the operand is the transpose.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct MatrixOperand<T>(Tensor<T> Tensor, bool Transposed)
    where T : unmanaged
{
    /// <summary>The number of rows of the operand.</summary>
    public int Rows => Transposed ? Tensor.Columns : Tensor.Rows;

    /// <summary>The number of columns of the operand.</summary>
    public int Columns => Transposed ? Tensor.Rows : Tensor.Columns;

    /// <summary>A tensor without transposition.</summary>
    public static implicit operator MatrixOperand<T>(Tensor<T> tensor) => new(tensor, false);

    /// <summary>The transpose of a tensor.</summary>
    public static MatrixOperand<T> Transpose(Tensor<T> tensor) => new(tensor, true);
}
