namespace Rnnctl.Repository.Tests;

/// <summary>The folders of a project do not use each other in circles, so that a reader can begin at the bottom.</summary>
public class FolderTests
{
    private static readonly SourceFile[] Files = [.. Sources(".cs").Select(SourceTree.File)];

    public static TheoryData<string> Projects => [.. Sources(".csproj").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_circle(string project)
    {
        IReadOnlyList<string> circles = new FolderGraph(project, Files).Circles();
        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    [Fact]
    public void Verb_does_not_use_another_verb()
    {
        const string Rooms = "Rnnctl.Verbs.";
        SourceFile[] verbs = [.. Files.Where(file => file.Folder.StartsWith(Rooms, StringComparison.Ordinal))];
        Assert.NotEmpty(verbs);
        Assert.All(verbs, file => Assert.DoesNotContain(file.Lines, line => line.StartsWith($"using {Rooms}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_folders_that_import_each_other_form_a_circle()
    {
        SourceFile[] files =
        [
            Source("A/First.cs", "using Rnnctl.X.B;", "internal sealed class First(Second second);"),
            Source("B/Second.cs", "using Rnnctl.X.A;", "public sealed record Second(First? First);"),
            Source("C/Third.cs", "using Rnnctl.X.A;", "internal enum Third"),
        ];
        Assert.Equal(["Rnnctl.X.A -> Rnnctl.X.B (src/Rnnctl.X/A/First.cs)", "Rnnctl.X.B -> Rnnctl.X.A (src/Rnnctl.X/B/Second.cs)"], Circles(files));
    }

    [Fact]
    public void Circle_through_three_folders_and_an_alias_is_found()
    {
        SourceFile[] files =
        [
            Source("A/First.cs", "using Rnnctl.X.B;", "class First"),
            Source("B/Second.cs", "using Other = Rnnctl.X.C.Third;", "class Second"),
            Source("C/Third.cs", "using static Rnnctl.X.A.First;", "class Third"),
        ];
        Assert.Equal(3, Circles(files).Count);
    }

    [Fact]
    public void Inner_folder_that_names_types_of_the_outer_folder_uses_it()
    {
        SourceFile[] files =
        [
            Source("Outer.cs", "using Rnnctl.X.A;", "class Outer"),
            Source("A/Inner.cs", "class Inner { Outer outer; }"),
        ];
        Assert.Equal(2, Circles(files).Count);
    }

    [Fact]
    public void Chain_of_folders_and_a_word_in_a_comment_form_no_circle()
    {
        SourceFile[] files =
        [
            Source("Outer.cs", "using Rnnctl.X.A;", "class Outer"),
            Source("A/Inner.cs", "using Rnnctl.X.B;", "// Outer", "class Inner { int x = y.Outer; }"),
            Source("B/Inmost.cs", "class Inmost"),
        ];
        Assert.Empty(Circles(files));
    }

    private static IEnumerable<string> Sources(string extension) =>
        SourceTree.Files(extension).Where(path => path.StartsWith("src/", StringComparison.Ordinal));

    private static IReadOnlyList<string> Circles(SourceFile[] files) => new FolderGraph("Rnnctl.X", files).Circles();

    private static SourceFile Source(string path, params string[] lines) => new("src/Rnnctl.X/" + path, lines);
}
