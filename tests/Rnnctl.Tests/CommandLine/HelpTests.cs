using Rnnctl.Compute.Cells;
namespace Rnnctl.Tests.CommandLine;

/// <summary>
/// Compares the help texts with the files in Golden. After an intended change, update the files with
/// <c>RNNCTL_WRITE_GOLDEN=1 dotnet test tests/Rnnctl.Tests</c> and look at the diff.
/// </summary>
public class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("recipe")]
    [InlineData("sweep")]
    [InlineData("eval")]
    [InlineData("tag")]
    [InlineData("translate")]
    [InlineData("score")]
    [InlineData("embed")]
    [InlineData("sample")]
    [InlineData("vocab")]
    [InlineData("gradcheck")]
    [InlineData("bench")]
    [InlineData("import")]
    [InlineData("average")]
    [InlineData("export")]
    [InlineData("devices")]
    [InlineData("inspect")]
    [InlineData("plot")]
    [InlineData("report")]
    [InlineData("gradflow")]
    [InlineData("landscape")]
    [InlineData("trace")]
    public void Help_of_a_verb_matches_the_golden_file(string verb)
    {
        var tool = new InProcessTool();
        Assert.Equal(0, verb.Length == 0 ? tool.Run("--help") : tool.Run(verb, "--help"));

        string path = Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Golden", (verb.Length == 0 ? "rnnctl" : verb) + ".txt");
        if (Environment.GetEnvironmentVariable("RNNCTL_WRITE_GOLDEN") == "1")
            File.WriteAllText(path, tool.Output);
        Assert.Equal(File.ReadAllText(path), tool.Output);
        Assert.Empty(tool.Error);
    }

    [Fact]
    public void Every_verb_has_a_golden_help_that_ends_with_an_example()
    {
        var command = new Rnnctl.CommandLine.RnnctlCommand(new InProcessTool().Console);
        foreach (var verb in command.Verbs)
        {
            string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Golden", verb.Name + ".txt"));
            int example = Array.IndexOf(lines, "Example:");
            Assert.True(example > 0);
            Assert.Contains(lines[(example + 1)..], line => line.Contains("rnnctl " + verb.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_words_at_all_print_the_help()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run());
        Assert.Equal(InProcessTool.Done("--help"), tool.Output);
        Assert.Empty(tool.Error);
    }

    [Fact]
    public void No_line_of_help_is_wider_than_a_hundred_columns()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Golden")))
            Assert.All(File.ReadAllLines(path), line => Assert.True(line.Length <= 100, $"{path}: {line}"));
    }

    [Fact]
    public void Completion_lists_the_values_of_an_option()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("[suggest:20]", "rnnctl train --cell "));
        string[] words = tool.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(CellCatalog.Names.Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
    }
}
