// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.OpenCL;

/// <summary>A version of OpenCL.</summary>
/// <param name="Major">The number before the point.</param>
/// <param name="Minor">The number after it.</param>
public readonly record struct CLDeviceVersion(int Major, int Minor);
