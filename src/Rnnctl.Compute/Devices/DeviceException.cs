namespace Rnnctl.Compute.Devices;

/// <summary>
/// A device failed: it ran out of memory, disconnected, computed wrong numbers, or has a driver that is too old. The message is one line that starts with the
/// device.
/// </summary>
public class DeviceException : Exception
{
    /// <summary>Creates the exception with a hint for the user and the cause, which <c>--verbose</c> shows.</summary>
    public DeviceException(string message, string hint, Exception? cause = null)
        : base(message, cause) => Hint = hint;

    /// <summary>A hint: what the user can try.</summary>
    public string Hint { get; }
}
