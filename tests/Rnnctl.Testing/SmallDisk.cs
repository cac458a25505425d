using System.Diagnostics;

namespace Rnnctl.Testing;

/// <summary>A file system of a few kilobytes in memory, mounted for a test. Mounting needs Linux and the administrator.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _mountPoint = new();

    public SmallDisk(string size)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Root) != 0)
            throw new InvalidOperationException("tmpfs could not be mounted");
    }

    public string Root => _mountPoint.Root;

    /// <summary>Why no small disk can be created here; null if it can.</summary>
    public static string? Missing { get; } = Probe();

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Root);

    /// <summary>Unmounts the disk lazily, because a process that another test is starting may still hold its files open.</summary>
    public void Dispose()
    {
        Run("umount", "--lazy", Root);
        _mountPoint.Dispose();
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "mounting a small tmpfs needs Linux and root";
        try
        {
            new SmallDisk("64k").Dispose();
            return null;
        }
        catch (InvalidOperationException failure)
        {
            return failure.Message;
        }
    }

    private static int Run(string command, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
