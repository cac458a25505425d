using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;

namespace Rnnctl.Ilgpu.Memory;

/// <summary>The memory of an accelerator, and copies between it and the host, in the order of the accelerator's stream.</summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly AcceleratorSession _session;
    private readonly AcceleratorStream _stream;
    private readonly StagingRing? _staging;

    /// <summary>Creates the memory of an accelerator, with copies over a stream.</summary>
    public DeviceMemory(AcceleratorSession session, AcceleratorStream stream)
    {
        (_session, _stream) = (session, stream);
        _staging = session.Accelerator is CudaAccelerator ? new StagingRing(session.Accelerator, stream) : null;
    }

    /// <summary>Allocates memory.</summary>
    public unsafe Storage<TElement> Allocate<TElement>(int length)
        where TElement : unmanaged
    {
        try
        {
            return new DeviceStorage<TElement>(_session, length);
        }
        catch (Exception failure) when (failure is AcceleratorException or OutOfMemoryException)
        {
            throw _session.OutOfMemory((long)length * sizeof(TElement), failure);
        }
    }

    /// <summary>Copies numbers from the host. The host does not wait for small copies.</summary>
    public void Upload<TElement>(ReadOnlySpan<TElement> source, Tensor<TElement> target)
        where TElement : unmanaged
    {
        RequireContiguous(target, source.Length);
        if (source.IsEmpty) return;
        try
        {
            ArrayView<TElement> view = DeviceStorage<TElement>.ViewOf(target);
            if (_staging is null || !_staging.TrySend(source, view)) view.CopyFromCPU(_stream, source);
        }
        catch (AcceleratorException failure)
        {
            throw _session.Failure(failure);
        }
    }

    /// <summary>Copies a tensor to the host, after all work queued before.</summary>
    public void Download<TElement>(Tensor<TElement> source, Span<TElement> target)
        where TElement : unmanaged
    {
        RequireContiguous(source, target.Length);
        if (source.IsEmpty) return;
        try
        {
            DeviceStorage<TElement>.ViewOf(source).CopyToCPU(_stream, target);
        }
        catch (AcceleratorException failure)
        {
            throw _session.Failure(failure);
        }
    }

    /// <summary>Waits for all queued work.</summary>
    public void Synchronize()
    {
        try
        {
            _stream.Synchronize();
        }
        catch (AcceleratorException failure)
        {
            throw _session.Failure(failure);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _staging?.Dispose();

    private static void RequireContiguous<TElement>(Tensor<TElement> tensor, int length)
        where TElement : unmanaged
    {
        if (!tensor.IsContiguous) throw new ArgumentException($"a slice of columns {tensor.Shape} is not contiguous", nameof(tensor));
        if (tensor.Count != length) throw new ArgumentException($"{length} elements do not fit {tensor.Shape}", nameof(length));
    }
}
