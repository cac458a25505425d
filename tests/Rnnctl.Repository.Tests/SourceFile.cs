using System.Text.RegularExpressions;

namespace Rnnctl.Repository.Tests;

/// <summary>A source file: its folder as a namespace, the types that it declares and the names that its code mentions.</summary>
internal sealed partial class SourceFile
{
    /// <param name="path">Its path in the repository, such as <c>src/Rnnctl.Text/Metrics/Bleu.cs</c>.</param>
    /// <param name="lines">Its lines.</param>
    public SourceFile(string path, string[] lines)
    {
        (Path, Lines) = (path, lines);
        Folder = string.Join('.', path.Split('/')[1..^1]);
        string[] code = [.. lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))];
        Types = [.. code.Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        Names = code.SelectMany(line => Name().Matches(line)).Select(match => match.Value).ToHashSet();
    }

    public string Path { get; }

    /// <summary>Its folder as a namespace.</summary>
    public string Folder { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The types that it declares, without nested types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>All names in its code.</summary>
    public IReadOnlySet<string> Names { get; }

    [GeneratedRegex(
        @"^(?:public |internal |file )?(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum) (\w+)")]
    private static partial Regex Declaration();

    // A name after a dot is a member, not a type of an enclosing namespace.
    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Name();
}
