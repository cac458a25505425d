using Rnnctl.Text;

namespace Rnnctl.Inference.Files;

/// <summary>Opens files that the user named, with errors that a person can act on.</summary>
public static class UserFile
{
    /// <summary>Opens a regular file for reading; other processes may replace it meanwhile.</summary>
    /// <exception cref="InputException">It is missing, a directory, not a regular file, or may not be read.</exception>
    public static FileStream OpenRead(string path) => TryOpenRead(path) ?? throw Missing(path);

    /// <summary>Opens a regular file for reading, or returns null where there is none.</summary>
    /// <exception cref="InputException">It is a directory, not a regular file, or may not be read.</exception>
    public static FileStream? TryOpenRead(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: expected a file, found a directory");
        try
        {
            // An empty file may be a pipe. Opening a pipe for reading alone would wait until a process writes to it.
            FileAccess access = new FileInfo(path) is { Exists: true, Length: 0 } ? FileAccess.ReadWrite : FileAccess.Read;
            var stream = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.CanSeek)
                return stream;
            stream.Dispose();
            throw new InputException($"{path}: expected a regular file");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: could not be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a whole file into memory, up to a length that no honest file of its kind reaches.</summary>
    /// <param name="stream">The open file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="longest">That length.</param>
    /// <exception cref="InputException">It could not be read, or is longer than that.</exception>
    public static byte[] ReadAllBytes(Stream stream, string path, int longest)
    {
        if (stream.Length > longest)
            throw new InputException($"{path}: {stream.Length} bytes are more than such a file can have");
        try
        {
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException failure)
        {
            throw new InputException($"{path}: could not be read: {failure.Message}", failure);
        }
    }

    /// <summary>The error for a directory or file that cannot be found.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="missing">The error where the user may see the directory that it should be in.</param>
    public static InputException NotSeen(string path, InputException missing)
    {
        try
        {
            File.GetAttributes(path);
            return missing;
        }
        catch (UnauthorizedAccessException failure)
        {
            return new InputException($"{path}: permission denied", failure);
        }
        catch (IOException)
        {
            return missing;
        }
    }

    /// <summary>The error for a file that does not exist.</summary>
    public static InputException Missing(string path) => new($"{path}: no such file");
}
