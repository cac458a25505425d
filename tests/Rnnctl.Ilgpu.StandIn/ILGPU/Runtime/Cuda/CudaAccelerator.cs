// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU, opened; it computes as the emulation does.</summary>
public sealed class CudaAccelerator : Accelerator
{
    internal CudaAccelerator(Context context, CudaDevice device)
        : base(context, device) => HasBlas = device.HasBlas;

    /// <summary>Whether cuBLAS is installed.</summary>
    internal bool HasBlas { get; }

    private protected override AcceleratorStream CreateStreamInternal() => new CudaStream();
}
