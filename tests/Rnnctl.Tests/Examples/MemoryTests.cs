using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/memory with a short lag.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int Lag = 3;
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "memory");
    private static readonly string[] Cells = ["elman", "lstm", "gru", "mingru"];

    private readonly TemporaryFolder _folder = new();

    public MemoryTests()
    {
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["run", Path.Combine(Folder, "generate.cs"), _folder.Root, $"{Lag}"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Label_after_the_lag_is_the_first_token()
    {
        Assert.Equal(["six d b g ?\tO O O O B-six", "five c h a ?\tO O O O B-five"], File.ReadLines(_folder["train-fixed.tsv"]).Skip(1).Take(2));
        foreach ((string name, int sentences) in new[] { ("train-fixed", 2000), ("train-mixed", 2000), ("valid", 400), ("test", 400) })
        {
            (string[] Tokens, string[] Labels)[] read = Read(name);
            Assert.Equal(sentences, read.Length);
            Assert.All(read, sentence => Assert.Equal([.. Enumerable.Repeat("O", sentence.Tokens.Length - 1), $"B-{sentence.Tokens[0]}"], sentence.Labels));
            int[] lags = [.. read.Select(sentence => sentence.Tokens.Length - 2).Distinct().Order()];
            Assert.Equal(name == "train-mixed" ? [1, 2, 3] : [Lag], lags);
            Assert.Equal(8, read.Select(sentence => sentence.Tokens[0]).Distinct().Count());
        }
    }

    [Fact]
    public void Every_cell_learns_a_short_lag()
    {
        foreach (string cell in Cells)
        {
            InProcessTool.Done(
                "train", "--task", "tag", "--train", _folder["train-fixed.tsv"], "--valid", _folder["valid.tsv"], "--output", _folder[cell],
                "--cell", cell, "--hidden", "32", "--embedding", "16", "--no-bidirectional", "--dropout", "0", "--lr", "0.01", "--epochs", "8",
                "--threads", "1");
            string json = InProcessTool.Done("eval", _folder[cell], _folder["test.tsv"], "--json", "--threads", "1");
            Assert.Equal(1, JsonDocument.Parse(json).RootElement.GetProperty("recall").GetDouble());
        }
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("fixed")]
    public void Table_in_the_readme_matches_the_scores(string lags)
    {
        string[][] scores = [.. File.ReadLines(Path.Combine(Folder, "scores.tsv")).Select(line => line.Split('\t')).Where(row => row[0] == lags)];
        Assert.Equal(3 * 3 * Cells.Length, scores.Length);
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var row in scores.GroupBy(row => row[1]))
        {
            IEnumerable<string> columns = Cells.Select(cell => Column([.. row.Where(run => run[2] == cell).Select(run => Number(run[4]))]));
            Assert.Contains($"\n{row.Key,4}  {string.Join("  ", columns)}\n", page, StringComparison.Ordinal);
        }
    }

    private static string Column(double[] runs) => string.Create(CultureInfo.InvariantCulture, $"{runs.Average():F3} [{runs.Min():F3}, {runs.Max():F3}]");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private (string[] Tokens, string[] Labels)[] Read(string name) =>
        [.. File.ReadLines(_folder[$"{name}.tsv"]).Skip(1).Select(line => line.Split('\t')).Select(columns => (columns[0].Split(' '), columns[1].Split(' ')))];
}
