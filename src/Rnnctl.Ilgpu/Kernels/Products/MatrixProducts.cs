using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>How a device multiplies matrices.</summary>
/// <typeparam name="T">The number on the host.</typeparam>
internal abstract class MatrixProducts<T> : IDisposable
    where T : unmanaged
{
    /// <summary>A description of the method for users.</summary>
    public abstract string Name { get; }

    /// <summary>Queues C ← op(A) op(B), or C ← C + op(A) op(B). No matrix is empty.</summary>
    public abstract void Multiply(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate);

    /// <inheritdoc />
    public virtual void Dispose()
    {
    }
}
