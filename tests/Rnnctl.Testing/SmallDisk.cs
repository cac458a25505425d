using System.Diagnostics;

namespace Rnnctl.Testing;

/// <summary>A file system in memory of a few kilobytes, mounted for a test; mounting takes Linux and its administrator.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _mountPoint = new();

    public SmallDisk(string size)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Root) != 0)
            throw new InvalidOperationException("tmpfs could not be mounted");
    }

    public string Root => _mountPoint.Root;

    /// <summary>Why no such disk can be had here, or null where it can.</summary>
    public static string? Missing { get; } = Probe();

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Root);

    /// <summary>Takes the disk away, lazily: a process that another test is just starting may still hold the disk's files.</summary>
    public void Dispose()
    {
        Run("umount", "--lazy", Root);
        _mountPoint.Dispose();
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "mounting a small tmpfs takes Linux and root";
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
