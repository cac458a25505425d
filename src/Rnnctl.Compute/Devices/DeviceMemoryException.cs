namespace Rnnctl.Compute.Devices;

/// <summary>A device does not have enough memory, or a tensor would have too many elements.</summary>
public sealed class DeviceMemoryException : DeviceException
{
    /// <summary>Creates the exception with a hint for the user and the cause, which <c>--verbose</c> shows.</summary>
    public DeviceMemoryException(string message, string hint, Exception? cause = null)
        : base(message, hint, cause)
    {
    }
}
