using System.Runtime.InteropServices;

namespace Rnnctl.Terminal;

/// <summary>Standard input, output and error by their numbers.</summary>
internal static partial class StandardDescriptor
{
    /// <summary>Standard input.</summary>
    public const int Input = 0;

    /// <summary>Standard output.</summary>
    public const int Output = 1;

    /// <summary>Standard error.</summary>
    public const int Error = 2;

    // F_GETFD and FD_CLOEXEC, the same on Linux, macOS and the BSDs.
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether whoever started the process left a descriptor open (<c>2>&amp;-</c> closes it). The runtime may have opened a file or a pipe of its own under
    /// the same number by now: those, unlike what was inherited, are closed when another program is started.
    /// </summary>
    public static bool IsOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true;
        int flags = DescriptorFlags(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int DescriptorFlags(int descriptor, int command);
}
