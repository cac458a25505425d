using ILGPU;
using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>Products by NVIDIA's cuBLAS, which stores matrices by columns.</summary>
internal sealed class CuBlasProducts<T> : MatrixProducts<T>
    where T : unmanaged
{
    private readonly AcceleratorSession _session;
    private readonly CuBlas _library;

    /// <summary>cuBLAS on the queue of a CUDA accelerator.</summary>
    /// <exception cref="DllNotFoundException">cuBLAS is missing.</exception>
    /// <exception cref="EntryPointNotFoundException">The cuBLAS found lacks a function.</exception>
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
            var product = ColumnMajorProduct<T>.Of(a, b, c);
            if (typeof(T) == typeof(float)) MultiplySingle(product, accumulate ? 1 : 0);
            else MultiplyDouble(product, accumulate ? 1 : 0);
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

    private void MultiplySingle(in ColumnMajorProduct<T> product, float beta) => _library.Gemm(
        product.LeftOperation,
        product.RightOperation,
        product.M,
        product.N,
        product.K,
        1f,
        View<float>(product.Left),
        product.Left.Stride,
        View<float>(product.Right),
        product.Right.Stride,
        beta,
        View<float>(product.Result),
        product.Result.Stride);

    private void MultiplyDouble(in ColumnMajorProduct<T> product, double beta) => _library.Gemm(
        product.LeftOperation,
        product.RightOperation,
        product.M,
        product.N,
        product.K,
        1d,
        View<double>(product.Left),
        product.Left.Stride,
        View<double>(product.Right),
        product.Right.Stride,
        beta,
        View<double>(product.Result),
        product.Result.Stride);

    private static ArrayView<TNumber> View<TNumber>(Tensor<T> tensor)
        where TNumber : unmanaged => DeviceStorage<T>.ViewOf(tensor).Cast<TNumber>();
}
