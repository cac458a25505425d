using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Seeds;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Fuzzing;

public sealed class FuzzerTests : IDisposable
{
    private static readonly string Fuzzer = Path.Combine(AppContext.BaseDirectory, "Rnnctl.Fuzz.dll");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // About ten seconds. A finding is kept in the repository's artifacts; its line says how to run it again.
    [Fact]
    public void Broken_files_and_random_command_lines_break_no_rule()
    {
        string findings = Path.Combine(Repository.Root, "artifacts", "fuzz");
        ToolProcess run = Run("--cases", "600", "--seed", "11", "--findings", findings);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("cases up to 599 (", run.Output, StringComparison.Ordinal);
        Assert.All(Scenario.All, scenario => Assert.Contains($"{scenario.Verb}: ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void One_case_is_shown_with_all_that_the_tool_answers()
    {
        ToolProcess run = Run("--seed", "11", "--case", "3", "--findings", _folder["findings"]);
        Assert.True(run.Output.StartsWith("rnnctl ", StringComparison.Ordinal), run.Output + run.Error);
        Assert.Contains("\nexit code ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 cases up to 3 (", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_is_refused() => Assert.Equal(2, Run("--sed", "11").ExitCode);

    [Fact]
    public void Seed_and_number_alone_make_a_case()
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
    public void Costly_options_get_small_numbers()
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

    // Texts alone: models take a while to train, and one mutation is like another.
    private SeedFolder PlainSeeds()
    {
        string seeds = Path.Combine(AppContext.BaseDirectory, "Seeds", "Files");
        _folder.Write("outside", "");
        return new SeedFolder(seeds);
    }
}
