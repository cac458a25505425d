namespace Rnnctl.Repository.Tests;

/// <summary>The source files of the repository, without build outputs.</summary>
internal static class SourceTree
{
    private static readonly string[] Roots = ["src", "tests", "examples"];
    private static readonly string[] BuildOutputs = ["bin", "obj", "artifacts", "TestResults"];

    /// <summary>The folder of rnnctl.sln.</summary>
    public static string Root => Testing.Repository.Root;

    /// <summary>All files with an extension, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string extension) =>
    [
        .. Roots
            .Select(root => Path.Combine(Root, root))
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*" + extension, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Split('/').Intersect(BuildOutputs).Any())
            .Order(StringComparer.Ordinal),
    ];

    public static SourceFile File(string path) => new(path, Lines(path));

    public static string[] Lines(string path) => System.IO.File.ReadAllLines(Path.Combine(Root, path));
}
