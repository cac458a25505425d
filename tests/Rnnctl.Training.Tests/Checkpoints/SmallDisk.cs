using System.Diagnostics;

namespace Rnnctl.Training.Tests.Checkpoints;

/// <summary>A file system in memory of a few kilobytes, mounted for a test; mounting takes Linux and its administrator.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _mountPoint = new();

    public SmallDisk(string size)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path) != 0)
            throw new InvalidOperationException("tmpfs could not be mounted");
    }

    public string Path => _mountPoint.Path;

    /// <summary>Why no such disk can be had here, or null where it can.</summary>
    public static string? Missing { get; } = Probe();

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", Path);
        _mountPoint.Dispose();
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "mounting a small tmpfs takes Linux and root";
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

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
