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
        RequireFit(view, data.Length);
        stream.FinishCopies();
        MemoryMarshal.AsBytes(data).CopyTo(view.Bytes);
    }

    /// <summary>Copies to the host.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, in Span<T> data)
        where T : unmanaged
    {
        RequireFit(view, data.Length);
        stream.FinishCopies();
        view.Bytes.CopyTo(MemoryMarshal.AsBytes(data));
    }

    /// <summary>Copies from another view.</summary>
    public static void CopyFrom<T>(this ArrayView<T> target, AcceleratorStream stream, in ArrayView<T> source)
        where T : unmanaged
    {
        RequireFit(target, source.Length);
        ArrayView<T> from = source;
        if (source.IsPageLocked)
        {
            stream.CopyLate(() => CopyWhileAlive(from, target));
            return;
        }

        stream.FinishCopies();
        from.Bytes.CopyTo(target.Bytes);
    }

    // A driver frees memory only after what was queued for it; nobody sees what that was.
    private static void CopyWhileAlive<T>(ArrayView<T> source, ArrayView<T> target)
        where T : unmanaged
    {
        if (target.IsAlive) source.Bytes.CopyTo(target.Bytes);
    }

    private static void RequireFit<T>(ArrayView<T> view, long length)
        where T : unmanaged
    {
        if (view.Length != length) throw new ArgumentOutOfRangeException(nameof(length), $"{length} elements do not fit a view of {view.Length}");
    }
}
