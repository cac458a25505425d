using Rnnctl.Text;

namespace Rnnctl.Inference.Files;

/// <summary>A lock file: one process at a time holds it while it writes to the directory. The system frees it when the process ends, in whatever way.</summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".rnnctl-lock";

    // Some network file systems do not keep a time of change that was set; there the lock is trusted without the check.
    private const int MostAttempts = 100;

    // Windows does not delete an open file; elsewhere the file is deleted before it is closed.
    private static readonly FileOptions Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;

    private readonly string _path;
    private readonly FileStream _stream;

    private DirectoryLock(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    /// <summary>Makes the directory where there is none, and takes its lock.</summary>
    /// <exception cref="InputException">Another process holds it, or the directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static DirectoryLock Take(string directory) => Take(directory, opened: null);

    /// <summary>Takes the lock, and calls an action between opening the file and checking that it still has its name.</summary>
    internal static DirectoryLock Take(string directory, Action? opened)
    {
        try
        {
            Make(directory);
            Link.Refuse(directory, FileName);
            return Open(Path.Combine(directory, FileName), opened);
        }
        catch (IOException failure) when (DiskError.IsHeldByAnother(failure))
        {
            throw new InputException($"{directory}: another rnnctl process is writing to this directory", failure);
        }
        catch (IOException failure) when (DiskError.IsDisk(failure))
        {
            throw new IOException($"{directory}: could not be written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory}: cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows()) File.Delete(_path);
        _stream.Dispose();
    }

    private static DirectoryLock Open(string path, Action? opened)
    {
        for (int attempt = 1; ; attempt++)
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, Options);
            opened?.Invoke();
            if (OperatingSystem.IsWindows() || IsStillAt(path, stream) || attempt == MostAttempts) return new DirectoryLock(path, stream);
            stream.Dispose();
        }
    }

    /// <summary>
    /// Whether a file that was just locked still has its name. Its last holder may have deleted it after we opened it and before we locked it; then other
    /// processes would lock a new file. A random time of change tells the two files apart.
    /// </summary>
    private static bool IsStillAt(string path, FileStream stream)
    {
        // Two seconds apart, and none before 1980 or after 2038: every file system can keep these times.
        DateTime mark = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(2L * Random.Shared.Next(1 << 29));
        File.SetLastWriteTimeUtc(stream.SafeFileHandle, mark);
        return File.GetLastWriteTimeUtc(path) == mark;
    }

    private static void Make(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        DurableFile.FlushNames(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
