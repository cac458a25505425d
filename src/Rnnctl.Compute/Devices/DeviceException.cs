namespace Rnnctl.Compute.Devices;

/// <summary>
/// A device failed: it ran out of memory, was lost, computes wrong numbers, or its driver is too old. The message is one line and starts with the device.
/// </summary>
public class DeviceException : Exception
{
    /// <summary>A failure with what the user can try, and its cause for <c>--verbose</c>.</summary>
    public DeviceException(string message, string hint, Exception? cause = null)
        : base(message, cause) => Hint = hint;

    /// <summary>What the user can try.</summary>
    public string Hint { get; }
}
