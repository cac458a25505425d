using System.Text.RegularExpressions;

namespace Rnnctl.Repository.Tests;

/// <summary>Rules for names and sizes of files and folders.</summary>
public partial class FileTests
{
    private const int MostLines = 400;
    private const int MostColumns = 160;

    private static readonly string[] EmptyNames = ["Utils", "Utilities", "Helpers", "Helper", "Common", "Misc", "Manager"];
    private static readonly IReadOnlyList<string> Files = SourceTree.Files(".cs");

    [Fact]
    public void Source_files_are_found()
    {
        Assert.Contains("src/Rnnctl.Compute/Backends/Backend.cs", Files);
        Assert.Contains("tests/Rnnctl.Repository.Tests/FileTests.cs", Files);
        Assert.DoesNotContain(Files, path => path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void No_file_has_more_than_400_lines()
    {
        Assert.DoesNotContain(Files, path => SourceTree.Lines(path).Length > MostLines);
    }

    [Fact]
    public void No_line_has_more_than_160_columns()
    {
        Assert.DoesNotContain(Files, path => SourceTree.Lines(path).Any(line => line.Length > MostColumns));
    }

    [Fact]
    public void No_file_or_folder_has_an_empty_name_such_as_Utils()
    {
        Assert.DoesNotContain(Files, path => path.Split('/', '.').Any(IsEmptyName));
    }

    [Fact]
    public void Public_type_is_in_the_file_of_its_name()
    {
        Assert.DoesNotContain(Files.Where(IsSource), path => PublicTypes(path).Any(type => type != Path.GetFileNameWithoutExtension(path)));
    }

    [Fact]
    public void Namespace_is_the_folder()
    {
        Assert.DoesNotContain(Files, path => NamespaceOf(path) is { } line && line != $"namespace {FolderAsNamespace(path)};");
    }

    [Fact]
    public void Names_and_types_are_recognised()
    {
        Assert.True(IsEmptyName("TextUtils") && IsEmptyName("common") && IsEmptyName("BatchManager"));
        Assert.False(IsEmptyName("Tape") || IsEmptyName("Cells"));
        Assert.Equal("Tape", PublicType().Match("public sealed class Tape<T> : IDisposable").Groups[1].Value);
        Assert.Equal("Tensor", PublicType().Match("public readonly record struct Tensor<T>(int Rows)").Groups[1].Value);
        Assert.Equal("ICell", PublicType().Match("public interface ICell").Groups[1].Value);
        Assert.DoesNotMatch(PublicType(), "    public class Nested");
        Assert.DoesNotMatch(PublicType(), "internal sealed class Hidden");
        Assert.Contains("Backend", PublicTypes("src/Rnnctl.Compute/Backends/Backend.cs"));
        Assert.Equal("Rnnctl.Compute.Cells", FolderAsNamespace("src/Rnnctl.Compute/Cells/Gru.cs"));
        Assert.Equal("namespace Rnnctl.Compute.Cells;", NamespaceOf("src/Rnnctl.Compute/Cells/Gru.cs"));
    }

    private static bool IsSource(string path) => path.StartsWith("src/", StringComparison.Ordinal);

    private static bool IsEmptyName(string name) => EmptyNames.Any(empty => name.EndsWith(empty, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> PublicTypes(string path) =>
        SourceTree.Lines(path)
            .Select(line => PublicType().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    private static string? NamespaceOf(string path) =>
        Array.Find(SourceTree.Lines(path), line => line.StartsWith("namespace ", StringComparison.Ordinal));

    private static string FolderAsNamespace(string path) =>
        string.Join('.', path.Split('/')[1..^1]);

    // A nested type is indented and belongs to the one around it.
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (\w+)")]
    private static partial Regex PublicType();
}
