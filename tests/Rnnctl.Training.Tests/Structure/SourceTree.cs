namespace Rnnctl.Training.Tests.Structure;

/// <summary>The repository's own source files, without what builds leave behind.</summary>
internal static class SourceTree
{
    private static readonly string[] Roots = ["src", "tests", "examples"];
    private static readonly string[] BuildOutputs = ["bin", "obj", "artifacts", "TestResults"];

    /// <summary>All files with an extension, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string extension) =>
    [
        .. Roots
            .Select(root => Path.Combine(Repository.Root, root))
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*" + extension, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Split('/').Intersect(BuildOutputs).Any())
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A file's lines.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Repository.Root, path));
}
