using System.Xml.Linq;

namespace Rnnctl.Repository.Tests;

/// <summary>Text goes in at the top, numbers run down through a few plain floors, and nothing runs back up.</summary>
public class FloorTests
{
    // What each project may use. One that is not here has no floor yet: add it where it belongs.
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Rnnctl"] = ["Rnnctl.Compute", "Rnnctl.Ilgpu", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Text", "Rnnctl.Training"],
        ["Rnnctl.Training"] = ["Rnnctl.Compute", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Text"],
        ["Rnnctl.Inference"] = ["Rnnctl.Compute", "Rnnctl.Models", "Rnnctl.Text"],
        ["Rnnctl.Models"] = ["Rnnctl.Compute", "Rnnctl.Text"],
        ["Rnnctl.Ilgpu"] = ["Rnnctl.Compute"],
        ["Rnnctl.Text"] = [],
        ["Rnnctl.Compute"] = [],
    };

    public static TheoryData<string> Projects => [.. In("src/", ".csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_lower_floors_only(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        Assert.Contains(name, Floors.Keys);
        IEnumerable<string> references = XDocument.Load(Path.Combine(SourceTree.Root, path)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.All(references, reference => Assert.Contains(reference, Floors[name]));
    }

    [Fact]
    public void The_floors_that_must_be_there_are_there()
    {
        string[] names = [.. SourceTree.Files(".csproj").Select(path => Path.GetFileNameWithoutExtension(path))];
        Assert.All(Floors.Keys, floor => Assert.Contains(floor, names));
    }

    [Fact]
    public void No_floor_uses_one_that_uses_it()
    {
        Assert.All(Floors, floor => Assert.All(floor.Value, below => Assert.DoesNotContain(floor.Key, Floors[below])));
    }

    [Fact]
    public void Numbers_know_nothing_of_text()
    {
        string[] lines = [.. In("src/Rnnctl.Compute/", ".cs").SelectMany(SourceTree.Lines)];
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains("Rnnctl.Text", StringComparison.Ordinal));
    }

    private static IEnumerable<string> In(string folder, string extension) =>
        SourceTree.Files(extension).Where(path => path.StartsWith(folder, StringComparison.Ordinal));
}
