using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/memory with a short lag.</summary>
public sealed class MemoryTests
{
    private const int Lag = 3;
    private static readonly GeneratedExample Example = new("memory", $"{Lag}");
    private static readonly string[] Cells = ["elman", "lstm", "gru", "mingru"];

    [Fact]
    public void Label_after_the_lag_is_the_first_token()
    {
        Assert.Equal(["six d b g ?\tO O O O B-six", "five c h a ?\tO O O O B-five"], File.ReadLines(Example["train-fixed.tsv"]).Skip(1).Take(2));
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
                "train", "--task", "tag", "--train", Example["train-fixed.tsv"], "--valid", Example["valid.tsv"], "--output", Example[cell],
                "--cell", cell, "--hidden", "32", "--embedding", "16", "--no-bidirectional", "--dropout", "0", "--lr", "0.01", "--epochs", "8",
                "--threads", "1");
            string json = InProcessTool.Done("eval", Example[cell], Example["test.tsv"], "--json", "--threads", "1");
            Assert.Equal(1, JsonDocument.Parse(json).RootElement.GetProperty("recall").GetDouble());
        }
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("fixed")]
    public void Table_in_the_readme_matches_the_scores(string lags)
    {
        string[][] scores = [.. File.ReadLines(Path.Combine(Example.Folder, "scores.tsv")).Select(line => line.Split('\t')).Where(row => row[0] == lags)];
        Assert.Equal(3 * 3 * Cells.Length, scores.Length);
        string page = File.ReadAllText(Path.Combine(Example.Folder, "README.md"));
        foreach (var row in scores.GroupBy(row => row[1]))
        {
            IEnumerable<string> columns = Cells.Select(cell => Column([.. row.Where(run => run[2] == cell).Select(run => Number(run[4]))]));
            Assert.Contains($"\n{row.Key,4}  {string.Join("  ", columns)}\n", page, StringComparison.Ordinal);
        }
    }

    private static string Column(double[] runs) => string.Create(CultureInfo.InvariantCulture, $"{runs.Average():F3} [{runs.Min():F3}, {runs.Max():F3}]");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static (string[] Tokens, string[] Labels)[] Read(string name) =>
        [.. File.ReadLines(Example[$"{name}.tsv"]).Skip(1).Select(line => line.Split('\t')).Select(columns => (columns[0].Split(' '), columns[1].Split(' ')))];
}
