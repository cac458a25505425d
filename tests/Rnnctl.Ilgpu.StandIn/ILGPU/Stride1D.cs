// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>How the elements of a view lie behind each other.</summary>
public static class Stride1D
{
    /// <summary>Without a gap.</summary>
    public readonly struct Dense;
}
