// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>A context's NVIDIA GPUs, of which there are none.</summary>
public static class CudaContextExtensions
{
    /// <summary>Looks for GPUs.</summary>
    public static Context.Builder Cuda(this Context.Builder builder) => builder;

    /// <summary>A GPU by its number.</summary>
    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex) =>
        throw new NotSupportedException($"{context} of the stand-in has no GPU {cudaDeviceIndex}");

    /// <summary>All GPUs.</summary>
    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context)
    {
        ObjectDisposedException.ThrowIf(context.IsDisposed, context);
        return default;
    }
}
