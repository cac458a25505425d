using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Seeds;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Fuzzing;

public sealed class FuzzerTests : IDisposable
{
    private static readonly string Fuzzer = Path.Combine(AppContext.BaseDirectory, "Rnnctl.Fuzz.dll");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // This takes about ten seconds. Findings are kept in the artifacts folder; the output says how to run them again.
    [Fact]
    public void Broken_files_and_random_command_lines_give_no_findings()
    {
        string findings = Path.Combine(Repository.Root, "artifacts", "fuzz");
        ToolProcess run = Run("--cases", "600", "--seed", "11", "--findings", findings);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("cases up to 599 (", run.Output, StringComparison.Ordinal);
        Assert.All(Scenario.All, scenario => Assert.Contains($"{scenario.Verb}: ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Option_case_shows_one_case_with_the_whole_output_of_the_tool()
    {
        ToolProcess run = Run("--seed", "11", "--case", "3", "--findings", _folder["findings"]);
        Assert.True(run.Output.StartsWith("rnnctl ", StringComparison.Ordinal), run.Output + run.Error);
        Assert.Contains("\nexit code ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 cases up to 3 (", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_option_is_refused() => Assert.Equal(2, Run("--sed", "11").ExitCode);

    [Fact]
    public void Case_depends_only_on_seed_and_number()
    {
        SeedFolder seeds = PlainSeeds();
        for (int number = 0; number < 200; number++)
        {
            FuzzCase first = new CaseMaker(seeds, _folder["outside"]).Make(5, number, _folder[$"first-{number}"]);
            FuzzCase second = new CaseMaker(seeds, _folder["outside"]).Make(5, number, _folder[$"second-{number}"]);
            Assert.Equal(first.Words, second.Words);
            Assert.Equal(first.Input, second.Input);
            Assert.Equal(ContentOf(first.Folder), ContentOf(second.Folder));
        }
    }

    [Fact]
    public void Large_numbers_of_costly_options_are_reduced()
    {
        Assert.Equal(
            ["train", "--epochs", "2", "--hidden", "2147483647", "--max-length=2", "--beam", "2"],
            CostlyOptions.Cap(["train", "--epochs", "2147483647", "--hidden", "2147483647", "--max-length=1e309", "--beam", "1000"]));
        Assert.Equal("epochs: 2\nhidden: 1000\n", CostlyOptions.Cap("epochs: 1000\nhidden: 1000\n"));
        Assert.Equal("{\"max_length\":2}", CostlyOptions.Cap("{\"max_length\":2147483647}"));
    }

    private static ToolProcess Run(params string[] words) => ToolProcess.Run(ToolProcess.Dotnet, ["exec", Fuzzer, .. words]);

    private static string[] ContentOf(string folder) =>
    [
        .. TemporaryFolder.FilesIn(folder).Order(StringComparer.Ordinal)
            .Select(name => $"{name} {Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name)))}"),
    ];

    // Only texts: training models takes time, and mutations of models work in the same way.
    private SeedFolder PlainSeeds()
    {
        string seeds = Path.Combine(AppContext.BaseDirectory, "Seeds", "Files");
        _folder.Write("outside", "");
        return new SeedFolder(seeds);
    }
}
