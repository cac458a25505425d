// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>A place or an extent along one axis.</summary>
/// <param name="X">The number.</param>
public readonly record struct Index1D(int X)
{
    /// <summary>A number as an index.</summary>
    public static implicit operator Index1D(int index) => new(index);
}
