using System.Text.RegularExpressions;

namespace Rnnctl.Training.Tests.Structure;

/// <summary>Folders are rooms that a newcomer can name, and a file holds one thing.</summary>
public partial class FileTests
{
    private const int MostLines = 400;
    private const int MostColumns = 160;
    private const string StandIn = "tests/Rnnctl.Ilgpu.StandIn/";

    // The part of a stand-in that has the names of a library: there the folders below the project are the library's namespace.
    private const string LibraryOfStandIn = StandIn + "ILGPU/";

    private static readonly string[] RoomsOfNothing = ["Utils", "Utilities", "Helpers", "Helper", "Common", "Misc", "Manager"];
    private static readonly IReadOnlyList<string> Files = SourceTree.Files(".cs");

    [Fact]
    public void The_files_are_found()
    {
        Assert.Contains("src/Rnnctl.Compute/Backend.cs", Files);
        Assert.Contains("tests/Rnnctl.Training.Tests/Structure/FileTests.cs", Files);
        Assert.DoesNotContain(Files, path => path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void No_file_grows_past_its_limit()
    {
        Assert.DoesNotContain(Files, path => SourceTree.Lines(path).Length > MostLines);
    }

    [Fact]
    public void No_line_reaches_past_the_margin()
    {
        Assert.DoesNotContain(Files, path => SourceTree.Lines(path).Any(line => line.Length > MostColumns));
    }

    [Fact]
    public void No_room_is_named_after_nothing()
    {
        Assert.DoesNotContain(Files, path => path.Split('/', '.').Any(IsNothing));
    }

    [Fact]
    public void A_public_type_stands_in_the_file_of_its_name()
    {
        Assert.DoesNotContain(Files.Where(IsSource), path => PublicTypes(path).Any(type => type != Path.GetFileNameWithoutExtension(path)));
    }

    [Fact]
    public void A_namespace_is_the_folder()
    {
        Assert.DoesNotContain(Files, path => NamespaceOf(path) is { } line && line != $"namespace {FolderAsNamespace(path)};");
    }

    [Fact]
    public void What_stands_in_for_a_library_says_so_in_its_first_line()
    {
        string[] files = [.. Files.Where(path => path.StartsWith(StandIn, StringComparison.Ordinal))];
        Assert.Contains(files, path => path.StartsWith(LibraryOfStandIn, StringComparison.Ordinal));
        Assert.DoesNotContain(files, path => !SourceTree.Lines(path)[0].StartsWith("// Test code that stands in for ILGPU", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_is_shipped_has_a_namespace_of_the_library_that_is_stood_in_for() =>
        Assert.DoesNotContain(Files.Where(IsSource), path => NamespaceOf(path)?.StartsWith("namespace ILGPU", StringComparison.Ordinal) == true);

    [Fact]
    public void Names_and_types_are_recognised()
    {
        Assert.True(IsNothing("TextUtils") && IsNothing("common") && IsNothing("BatchManager"));
        Assert.False(IsNothing("Tape") || IsNothing("Cells"));
        Assert.Equal("Tape", PublicType().Match("public sealed class Tape<T> : IDisposable").Groups[1].Value);
        Assert.Equal("Tensor", PublicType().Match("public readonly record struct Tensor<T>(int Rows)").Groups[1].Value);
        Assert.Equal("ICell", PublicType().Match("public interface ICell").Groups[1].Value);
        Assert.DoesNotMatch(PublicType(), "    public class Nested");
        Assert.DoesNotMatch(PublicType(), "internal sealed class Hidden");
        Assert.Contains("Backend", PublicTypes("src/Rnnctl.Compute/Backend.cs"));
        Assert.Equal("Rnnctl.Compute.Cells", FolderAsNamespace("src/Rnnctl.Compute/Cells/Gru.cs"));
        Assert.Equal("ILGPU.Runtime.CPU", FolderAsNamespace("tests/Rnnctl.Ilgpu.StandIn/ILGPU/Runtime/CPU/CPUDevice.cs"));
        Assert.Equal("Rnnctl.Ilgpu.StandIn.Execution", FolderAsNamespace("tests/Rnnctl.Ilgpu.StandIn/Execution/Garbage.cs"));
        Assert.Equal("namespace Rnnctl.Compute.Cells;", NamespaceOf("src/Rnnctl.Compute/Cells/Gru.cs"));
    }

    private static bool IsSource(string path) => path.StartsWith("src/", StringComparison.Ordinal);

    private static bool IsNothing(string name) => RoomsOfNothing.Any(room => name.EndsWith(room, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> PublicTypes(string path) =>
        SourceTree.Lines(path)
            .Select(line => PublicType().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    private static string? NamespaceOf(string path) =>
        Array.Find(SourceTree.Lines(path), line => line.StartsWith("namespace ", StringComparison.Ordinal));

    private static string FolderAsNamespace(string path) =>
        string.Join('.', path.Split('/')[(path.StartsWith(LibraryOfStandIn, StringComparison.Ordinal) ? 2 : 1)..^1]);

    // A nested type is indented and belongs to the one around it.
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (\w+)")]
    private static partial Regex PublicType();
}
