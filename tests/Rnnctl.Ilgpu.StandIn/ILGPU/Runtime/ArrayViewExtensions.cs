// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>Copies between memories.</summary>
public static class ArrayViewExtensions
{
    /// <summary>Copies from the host.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, in ReadOnlySpan<T> data)
        where T : unmanaged
    {
        RequireFit(view, stream, data.Length);
        MemoryMarshal.AsBytes(data).CopyTo(view.Bytes);
    }

    /// <summary>Copies to the host.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, in Span<T> data)
        where T : unmanaged
    {
        RequireFit(view, stream, data.Length);
        view.Bytes.CopyTo(MemoryMarshal.AsBytes(data));
    }

    /// <summary>Copies from another view.</summary>
    public static void CopyFrom<T>(this ArrayView<T> target, AcceleratorStream stream, in ArrayView<T> source)
        where T : unmanaged
    {
        RequireFit(target, stream, source.Length);
        source.Bytes.CopyTo(target.Bytes);
    }

    private static void RequireFit<T>(ArrayView<T> view, AcceleratorStream stream, long length)
        where T : unmanaged
    {
        stream.RequireAlive();
        if (view.Length != length) throw new ArgumentOutOfRangeException(nameof(length), $"{length} elements do not fit a view of {view.Length}");
    }
}
