namespace Rnnctl.Compute.Tensors;

/// <summary>A matrix as a product reads it: as it lies in memory, or transposed.</summary>
/// <param name="Tensor">The matrix in memory.</param>
/// <param name="Transposed">Whether the product sees its transpose.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct MatrixOperand<T>(Tensor<T> Tensor, bool Transposed)
    where T : unmanaged
{
    /// <summary>The rows that the product sees.</summary>
    public int Rows => Transposed ? Tensor.Columns : Tensor.Rows;

    /// <summary>The columns that the product sees.</summary>
    public int Columns => Transposed ? Tensor.Rows : Tensor.Columns;

    /// <summary>A tensor read as it lies in memory.</summary>
    public static implicit operator MatrixOperand<T>(Tensor<T> tensor) => new(tensor, false);

    /// <summary>The transpose of a tensor.</summary>
    public static MatrixOperand<T> Transpose(Tensor<T> tensor) => new(tensor, true);
}
