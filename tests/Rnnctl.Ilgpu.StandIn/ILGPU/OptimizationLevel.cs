// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>How hard the compiler of kernels tries. There is none here.</summary>
public enum OptimizationLevel
{
    /// <summary>Not at all.</summary>
    O0,

    /// <summary>As usual.</summary>
    O1,

    /// <summary>As hard as it can.</summary>
    O2,
}
