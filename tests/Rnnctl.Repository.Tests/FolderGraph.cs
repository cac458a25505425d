using System.Text.RegularExpressions;

namespace Rnnctl.Repository.Tests;

/// <summary>The uses of one folder of a project by another.</summary>
/// <param name="project">The name of the project.</param>
/// <param name="files">The source files of all projects. A file's namespace is its folder.</param>
internal sealed partial class FolderGraph(string project, IEnumerable<SourceFile> files)
{
    private readonly SourceFile[] _files = [.. files.Where(file => file.Path.StartsWith($"src/{project}/", StringComparison.Ordinal))];

    /// <summary>All uses among folders that form a circle, as <c>A -> B (file)</c>.</summary>
    public IReadOnlyList<string> Circles()
    {
        FolderUse[] uses = [.. _files.SelectMany(Uses)];
        while (true)
        {
            // A folder without uses in one of the two directions is not part of a circle.
            FolderUse[] left = [.. uses.Where(use => uses.Any(next => next.User == use.Used) && uses.Any(before => before.Used == use.User))];
            if (left.Length == uses.Length) return [.. uses.Select(use => $"{use.User} -> {use.Used} ({use.Path})").Order(StringComparer.Ordinal)];
            uses = left;
        }
    }

    private IEnumerable<FolderUse> Uses(SourceFile file) =>
        Imported(file).Concat(Enclosing(file))
            .Distinct()
            .Where(folder => folder != file.Folder)
            .Select(folder => new FolderUse(file.Folder, folder, file.Path));

    // The compiler reports unnecessary using lines as errors, so each using line is a use.
    private IEnumerable<string> Imported(SourceFile file) =>
        file.Lines.Select(line => Using().Match(line))
            .Where(match => match.Success)
            .SelectMany(match => _files.Where(other => Names(match.Groups[1].Value, other)))
            .Select(other => other.Folder);

    // A using line names a folder, or with `using static` and `using X =` a type in it.
    private static bool Names(string imported, SourceFile file) =>
        imported == file.Folder || file.Types.Any(type => imported == $"{file.Folder}.{type}");

    // Types of enclosing namespaces need no using line, so their names are searched in the code.
    private IEnumerable<string> Enclosing(SourceFile file) =>
        _files.Where(other => file.Folder.StartsWith(other.Folder + ".", StringComparison.Ordinal))
            .Where(other => other.Types.Any(file.Names.Contains))
            .Select(other => other.Folder);

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+)")]
    private static partial Regex Using();

    private readonly record struct FolderUse(string User, string Used, string Path);
}
