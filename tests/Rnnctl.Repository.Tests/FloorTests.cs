using System.Xml.Linq;

namespace Rnnctl.Repository.Tests;

/// <summary>The projects are floors: each project refers only to projects below it.</summary>
public class FloorTests
{
    // The projects that each project may use. Add a new project here.
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Rnnctl"] =
        [
            "Rnnctl.Compute", "Rnnctl.Ilgpu", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Mpi", "Rnnctl.Onnx", "Rnnctl.Text", "Rnnctl.Training",
        ],
        ["Rnnctl.Training"] = ["Rnnctl.Compute", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Mpi", "Rnnctl.Text"],
        ["Rnnctl.Onnx"] = ["Rnnctl.Compute", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Text"],
        ["Rnnctl.Inference"] = ["Rnnctl.Compute", "Rnnctl.Models", "Rnnctl.Text"],
        ["Rnnctl.Models"] = ["Rnnctl.Compute", "Rnnctl.Text"],
        ["Rnnctl.Ilgpu"] = ["Rnnctl.Compute"],
        ["Rnnctl.Text"] = [],
        ["Rnnctl.Compute"] = [],
        ["Rnnctl.Mpi"] = [],
    };

    public static TheoryData<string> Projects => [.. In("src/", ".csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_refers_only_to_lower_floors(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        Assert.Contains(name, Floors.Keys);
        IEnumerable<string> references = XDocument.Load(Path.Combine(SourceTree.Root, path)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.All(references, reference => Assert.Contains(reference, Floors[name]));
    }

    [Fact]
    public void Every_floor_has_a_project()
    {
        string[] names = [.. SourceTree.Files(".csproj").Select(path => Path.GetFileNameWithoutExtension(path))];
        Assert.All(Floors.Keys, floor => Assert.Contains(floor, names));
    }

    [Fact]
    public void No_two_floors_use_each_other()
    {
        Assert.All(Floors, floor => Assert.All(floor.Value, below => Assert.DoesNotContain(floor.Key, Floors[below])));
    }

    [Fact]
    public void Compute_does_not_use_Text()
    {
        string[] lines = [.. In("src/Rnnctl.Compute/", ".cs").SelectMany(SourceTree.Lines)];
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains("Rnnctl.Text", StringComparison.Ordinal));
    }

    private static IEnumerable<string> In(string folder, string extension) =>
        SourceTree.Files(extension).Where(path => path.StartsWith(folder, StringComparison.Ordinal));
}
