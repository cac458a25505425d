namespace Rnnctl.Compute.Devices;

/// <summary>A device does not have the memory that was asked for, or no tensor can be that large.</summary>
public sealed class DeviceMemoryException : DeviceException
{
    /// <summary>A failure with what the user can try, and its cause for <c>--verbose</c>.</summary>
    public DeviceMemoryException(string message, string hint, Exception? cause = null)
        : base(message, hint, cause)
    {
    }
}
