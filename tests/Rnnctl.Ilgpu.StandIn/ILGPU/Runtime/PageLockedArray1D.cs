// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>Memory of the host that a device reads by itself.</summary>
/// <typeparam name="T">The element.</typeparam>
public sealed class PageLockedArray1D<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _memory;

    internal PageLockedArray1D(LongIndex1D extent) => _memory = new(extent.X) { IsPageLocked = true };

    /// <summary>The elements as the host sees them.</summary>
    public Span<T> Span => MemoryMarshal.Cast<byte, T>(ArrayView.Bytes);

    /// <summary>The elements as the device sees them.</summary>
    public ArrayView<T> ArrayView => _memory.View.BaseView;

    /// <inheritdoc />
    public void Dispose() => _memory.Dispose();
}
