using System.Globalization;

namespace Rnnctl.Compute.Devices;

/// <summary>Formats an amount of memory: <c>12.8 GB</c>, <c>640 MB</c>.</summary>
public static class ByteCount
{
    /// <summary>Formats a number of bytes in a suitable decimal unit.</summary>
    public static string Text(double bytes) => bytes switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:N1} TB"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e6):F0} MB"),
    };
}
