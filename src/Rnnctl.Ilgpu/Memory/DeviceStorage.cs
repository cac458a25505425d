using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;

namespace Rnnctl.Ilgpu.Memory;

/// <summary>Elements in an accelerator's memory.</summary>
/// <typeparam name="TElement">The element.</typeparam>
internal sealed class DeviceStorage<TElement> : Storage<TElement>
    where TElement : unmanaged
{
    private readonly MemoryBuffer1D<TElement, Stride1D.Dense> _buffer;

    /// <summary>Allocates memory with undefined content.</summary>
    public DeviceStorage(AcceleratorSession session, long length)
        : base(length) => _buffer = session.Allocate<TElement>(Math.Max(length, 1));

    /// <summary>All elements.</summary>
    public ArrayView<TElement> View => _buffer.View.BaseView;

    /// <summary>The elements of a tensor of this backend.</summary>
    public static ArrayView<TElement> ViewOf(Tensor<TElement> tensor)
    {
        int length = tensor.IsEmpty ? 1 : ((tensor.Rows - 1) * tensor.Stride) + tensor.Columns;
        return ((DeviceStorage<TElement>)tensor.Storage).View.SubView(tensor.IsEmpty ? 0 : tensor.Offset, length);
    }

    /// <summary>A tensor as a matrix for kernels, with the kernels' number type.</summary>
    public static DeviceMatrix<TReal> MatrixOf<TReal>(Tensor<TElement> tensor)
        where TReal : unmanaged => new(ViewOf(tensor).Cast<TReal>(), tensor.Rows, tensor.Columns, tensor.Stride);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) _buffer.Dispose();
    }
}
