using ILGPU;
using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>
/// Products by NVIDIA's cuBLAS, which has matrices column after column: what is C = A B row after row is Cᵀ = Bᵀ Aᵀ to it, on the same memory.
/// </summary>
internal sealed class CuBlasProducts<T> : MatrixProducts<T>
    where T : unmanaged
{
    private readonly AcceleratorSession _session;
    private readonly CuBlas _library;

    /// <summary>cuBLAS on the queue of a CUDA accelerator.</summary>
    /// <exception cref="DllNotFoundException">There is no cuBLAS of a version that ILGPU knows.</exception>
    public CuBlasProducts(KernelQueue queue)
    {
        _session = queue.Session;
        _library = new CuBlas((CudaAccelerator)_session.Accelerator) { Stream = (CudaStream)queue.Stream };
    }

    /// <inheritdoc />
    public override string Name => $"cuBLAS {_library.Version}";

    /// <inheritdoc />
    public override void Multiply(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
    {
        try
        {
            if (typeof(T) == typeof(float)) MultiplySingle(a, b, c, accumulate ? 1 : 0);
            else MultiplyDouble(a, b, c, accumulate ? 1 : 0);
        }
        catch (CuBlasException failure)
        {
            throw _session.Failure(failure);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _library.Dispose();
        base.Dispose();
    }

    private void MultiplySingle(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, float beta) => _library.Gemm(
        Read(b),
        Read(a),
        c.Columns,
        c.Rows,
        a.Columns,
        1f,
        View<float>(b.Tensor),
        b.Tensor.Stride,
        View<float>(a.Tensor),
        a.Tensor.Stride,
        beta,
        View<float>(c),
        c.Stride);

    private void MultiplyDouble(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, double beta) => _library.Gemm(
        Read(b),
        Read(a),
        c.Columns,
        c.Rows,
        a.Columns,
        1d,
        View<double>(b.Tensor),
        b.Tensor.Stride,
        View<double>(a.Tensor),
        a.Tensor.Stride,
        beta,
        View<double>(c),
        c.Stride);

    private static CuBlasOperation Read(MatrixOperand<T> operand) => operand.Transposed ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;

    private static ArrayView<TNumber> View<TNumber>(Tensor<T> tensor)
        where TNumber : unmanaged => DeviceStorage<T>.ViewOf(tensor).Cast<TNumber>();
}
