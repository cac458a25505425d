using Rnnctl.Inference.Files;

namespace Rnnctl.Inference.Tests.Files;

/// <summary>What a killed process leaves behind.</summary>
internal static class KilledDirectory
{
    /// <summary>Copies a directory as a process that is killed at this moment would leave it: without its lock.</summary>
    public static TemporaryFolder CopyOf(string path)
    {
        var copy = new TemporaryFolder();
        foreach (string folder in Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(copy[Path.GetRelativePath(path, folder)]);
        foreach (string name in TemporaryFolder.FilesIn(path).Where(name => name != DirectoryLock.FileName))
            CopyFile(Path.Combine(path, name), copy[name]);
        return copy;
    }

    // File.Copy would ask for a lock that the writer under test holds.
    private static void CopyFile(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(to, FileMode.Create);
        source.CopyTo(target);
    }
}
