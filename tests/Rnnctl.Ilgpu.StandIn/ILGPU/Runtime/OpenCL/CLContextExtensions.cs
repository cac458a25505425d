// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.OpenCL;

/// <summary>A context's OpenCL devices, of which there are none.</summary>
public static class CLContextExtensions
{
    /// <summary>Looks for the devices that a caller wants.</summary>
    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return builder;
    }

    /// <summary>A device by its number.</summary>
    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex) =>
        throw new NotSupportedException($"{context} of the stand-in has no OpenCL device {clDeviceIndex}");

    /// <summary>All devices.</summary>
    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context)
    {
        ObjectDisposedException.ThrowIf(context.IsDisposed, context);
        return default;
    }
}
