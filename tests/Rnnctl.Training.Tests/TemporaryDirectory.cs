using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests;

/// <summary>A directory of a test's own, deleted with everything in it when the test ends.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rnnctl-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a directory as a killed process would leave it at this moment.</summary>
    public static TemporaryDirectory CopyOf(string path)
    {
        var copy = new TemporaryDirectory();
        foreach (string folder in Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(copy[System.IO.Path.GetRelativePath(path, folder)]);
        foreach (string name in FilesIn(path).Where(name => name != AtomicDirectory.LockName))
            CopyFile(System.IO.Path.Combine(path, name), copy[name]);
        return copy;
    }

    /// <summary>The files by relative path, in order.</summary>
    public string[] Files() => [.. FilesIn(Path).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static IEnumerable<string> FilesIn(string path) =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(path, file));

    // File.Copy would ask for a lock that the writer under test holds.
    private static void CopyFile(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(to, FileMode.Create);
        source.CopyTo(target);
    }
}
