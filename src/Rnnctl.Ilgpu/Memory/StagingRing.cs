using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Rnnctl.Ilgpu.Memory;

/// <summary>
/// Page-locked memory on the host for small uploads, so that the host does not wait for their copies. It is filled from the front; when it is full, it is
/// filled from the front again after all its copies have finished. Only for CUDA: ILGPU's OpenCL copies ignore the end of a part of host memory.
/// </summary>
internal sealed class StagingRing : IDisposable
{
    private const int Bytes = 1 << 21;
    private const int Alignment = 64;

    private readonly AcceleratorStream _stream;
    private readonly PageLockedArray1D<byte> _memory;
    private int _used;

    /// <summary>Allocates the memory.</summary>
    public StagingRing(Accelerator accelerator, AcceleratorStream stream)
    {
        _stream = stream;
        _memory = accelerator.AllocatePageLocked1D<byte>(Bytes);
    }

    /// <summary>Copies elements to a device, or returns false if they are too many for the ring.</summary>
    public bool TrySend<TElement>(ReadOnlySpan<TElement> source, ArrayView<TElement> target)
        where TElement : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(source);
        if (bytes.Length > Bytes) return false;
        int start = Claim(bytes.Length);
        bytes.CopyTo(_memory.Span[start..]);
        target.Cast<byte>().CopyFrom(_stream, _memory.ArrayView.SubView(start, bytes.Length));
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _memory.Dispose();

    private int Claim(int length)
    {
        if (_used + length > Bytes)
        {
            _stream.Synchronize();
            _used = 0;
        }

        int start = _used;
        _used = (start + length + Alignment - 1) / Alignment * Alignment;
        return start;
    }
}
