// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>A place or an extent along one axis, of 64 bits.</summary>
/// <param name="X">The number.</param>
public readonly record struct LongIndex1D(long X)
{
    /// <summary>A number as an index.</summary>
    public static implicit operator LongIndex1D(long index) => new(index);
}
