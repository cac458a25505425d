using System.Diagnostics;
using System.Globalization;

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
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["run", Path.Combine(Folder, "lstm.cs")])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Variables that dotnet test sets for MSBuild would break a nested build.
        string[] names = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in names) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output.ReplaceLineEndings("\n");
    }
}
