namespace Rnnctl.Inference.Files;

/// <summary>Compares paths of directories that may be reached over links.</summary>
public static class ResolvedPath
{
    /// <summary>Whether a directory is another one, or lies in it.</summary>
    /// <param name="path">The directory; it need not exist.</param>
    /// <param name="outer">The other one, likewise.</param>
    public static bool IsSameOrInside(string path, string outer) => WithSeparator(path).StartsWith(WithSeparator(outer), StringComparison.Ordinal);

    private static string WithSeparator(string path) => Resolved(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) + Path.DirectorySeparatorChar;

    /// <summary>A path without links to directories.</summary>
    private static string Resolved(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var directory = new DirectoryInfo(Path.Combine(Resolved(parent), Path.GetFileName(path)));
        return directory.Exists && directory.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : directory.FullName;
    }
}
