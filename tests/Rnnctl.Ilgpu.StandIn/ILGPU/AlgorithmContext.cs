// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>Makes the algorithms part of a context.</summary>
public static class AlgorithmContext
{
    /// <summary>Makes them known.</summary>
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
