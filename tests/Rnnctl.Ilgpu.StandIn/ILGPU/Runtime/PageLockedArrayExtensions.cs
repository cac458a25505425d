// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>Takes page-locked memory.</summary>
public static class PageLockedArrayExtensions
{
    /// <summary>So many elements.</summary>
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, LongIndex1D extent)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new(extent);
    }
}
