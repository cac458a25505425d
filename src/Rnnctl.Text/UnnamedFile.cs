namespace Rnnctl.Text;

/// <summary>Temporary files that lose their name as soon as they are open, so that a run that is killed leaves nothing.</summary>
public static class UnnamedFile
{
    /// <summary>Makes a file; it is gone when it is closed.</summary>
    /// <param name="directory">The directory in which it is made; it is made too where it is missing.</param>
    /// <param name="kind">What the file is, for its name.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static FileStream Create(string directory, string kind)
    {
        string path = Path.Combine(directory, $".rnnctl-{kind}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(directory);
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);

            // Windows keeps the name until the file is closed, which it also does for a killed process.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory}: cannot be written: {failure.Message}", failure);
        }
    }
}
