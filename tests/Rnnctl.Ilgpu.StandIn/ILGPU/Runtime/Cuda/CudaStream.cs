// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>A queue of work of an NVIDIA GPU.</summary>
public sealed class CudaStream : AcceleratorStream
{
    internal CudaStream()
    {
    }
}
