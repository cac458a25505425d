using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>Opens files that the user named, with errors that a person can act on.</summary>
internal static class UserFile
{
    /// <summary>Opens a regular file for reading and lets others replace it meanwhile.</summary>
    /// <exception cref="InputException">It is missing, a directory, not a regular file, or may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: expected a file, found a directory");
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.CanSeek)
                return stream;
            stream.Dispose();
            throw new InputException($"{path}: expected a regular file");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: could not be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a whole file into memory, up to a length that such a file never reaches honestly.</summary>
    /// <exception cref="InputException">It could not be opened or read, or is longer than that.</exception>
    public static byte[] ReadAllBytes(string path, int longest)
    {
        using FileStream stream = OpenRead(path);
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
}
