using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Rnnctl.Inference.Files;

/// <summary>Changes of files that are on the disk when the method returns.</summary>
internal static class DurableFile
{
    /// <summary>Creates a file where there was none, and waits until its bytes are on the disk. Creating a file follows no link.</summary>
    public static void WriteNew(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Waits until the names in a directory, as renames and deletions left them, are on the disk. Windows has no such call; its file system
    /// logs changes to names in order, which is what the caller relies on.
    /// </summary>
    public static void FlushNames(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(OpenReadOnly(Encoding.UTF8.GetBytes(directory + '\0'), flags: 0), ownsHandle: true);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle);
    }

    // .NET refuses to open a directory, so the one call that does is made here; 0 is O_RDONLY on every Unix.
    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenReadOnly(byte[] path, int flags);
}
