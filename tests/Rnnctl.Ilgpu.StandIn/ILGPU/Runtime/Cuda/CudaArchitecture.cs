// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>What a GPU is built like.</summary>
/// <param name="Major">The number before the point.</param>
/// <param name="Minor">The number after it.</param>
public readonly record struct CudaArchitecture(int Major, int Minor);
