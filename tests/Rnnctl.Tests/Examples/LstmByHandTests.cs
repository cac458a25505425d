using System.Globalization;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs the program of examples/lstm-by-hand as its reader would.</summary>
public class LstmByHandTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "lstm-by-hand");
    private static readonly Lazy<string> Output = new(Run);

    [Fact]
    public void Memory_and_output_are_the_values_worked_by_hand()
    {
        double[][] rows = [.. Output.Value.Split('\n').Skip(1).Where(line => line.Length > 0).Select(Numbers)];
        Assert.Equal([3, 4, 2, 1, 3], rows.Select(row => row[4]));
        Assert.Equal([1, 1, 0, 0, 0], rows.Select(row => Math.Round(row[5], 3)));
        Assert.Equal([1, 1, 1, 1, 0], rows.Select(row => Math.Round(row[6], 3)));
        Assert.Equal([0, 0, 0, 1, 0], rows.Select(row => Math.Round(row[7], 3)));
        Assert.Equal([3, 7, 7, 7, 0], rows.Select(row => row[8]));
        Assert.Equal([0, 0, 0, 7, 0], rows.Select(row => row[9]));
    }

    [Fact]
    public void Readme_shows_the_output()
    {
        string readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.Contains($"```\n{Output.Value}```\n", readme, StringComparison.Ordinal);
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    private static string Run()
    {
        // In the configuration of the tests, whose build of Rnnctl.Compute is there.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["run", "--configuration", configuration, Path.Combine(Folder, "lstm.cs")]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run.Output.ReplaceLineEndings("\n");
    }
}
