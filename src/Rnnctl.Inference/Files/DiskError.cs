namespace Rnnctl.Inference.Files;

/// <summary>
/// Tells apart the system errors that .NET reports as one <see cref="IOException"/>: its HResult is the error number of the system call on
/// Unix and 0x8007 with the error code on Windows.
/// </summary>
internal static class DiskError
{
    // EIO, ENOSPC, EDQUOT (Linux, macOS); ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
    private static readonly int[] Disk = [5, 28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    // EAGAIN (Linux, macOS); ERROR_SHARING_VIOLATION.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>The disk is full or broken; the input is not at fault.</summary>
    public static bool IsDisk(IOException failure) => Disk.Contains(failure.HResult);

    /// <summary>Another process has the file open for itself.</summary>
    public static bool IsHeldByAnother(IOException failure) => Held.Contains(failure.HResult);
}
