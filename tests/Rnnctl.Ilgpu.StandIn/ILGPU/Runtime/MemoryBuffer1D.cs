// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>Elements in an accelerator's memory.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TStride">How the elements lie behind each other.</typeparam>
public sealed unsafe class MemoryBuffer1D<T, TStride> : MemoryBuffer
    where T : unmanaged
    where TStride : struct
{
    internal MemoryBuffer1D(long length)
        : base(length * sizeof(T)) => View = new(new ArrayView<T>(this, 0, length));

    /// <summary>All elements.</summary>
    public ArrayView1D<T, TStride> View { get; }
}
