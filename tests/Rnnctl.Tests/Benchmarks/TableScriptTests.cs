using System.ComponentModel;
using Rnnctl.CommandLine;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Benchmarks;

/// <summary>The script that repeats the tables of the benchmarks' page: what it would run, without running it. Without Python nothing is tested.</summary>
public sealed class TableScriptTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Rnnctl.Benchmarks");

    [Fact]
    public void Page_has_the_command_of_every_table()
    {
        if (Lines("--list") is not { } tables) return;
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.True(tables.Length > 0);
        Assert.All(tables, table => Assert.Contains($"run.py {table.Split(' ')[0]}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_of_every_table_is_one_that_rnnctl_takes()
    {
        if (Lines("all", "--dry-run", "--rnnctl", "rnnctl", "--threads", "2") is not { } lines) return;
        string[][] commands =
        [
            .. lines.Where(line => line.StartsWith("rnnctl ", StringComparison.Ordinal)).Select(line => line.Split(" # ")[0].Split(' ')[1..]),
        ];
        Assert.Superset(new HashSet<string> { "bench", "train", "tag" }, commands.Select(words => words[0]).ToHashSet());
        var command = new RnnctlCommand(new InProcessTool().Console);
        Assert.All(commands, words => Assert.Empty(Arguments.Parse(command, words).Parsed.Errors));
    }

    [Fact]
    public void Every_rival_runs_a_script_that_is_there()
    {
        if (Lines("all", "--dry-run") is not { } lines) return;
        string[] scripts = [.. lines.Where(line => line.Contains(" < ", StringComparison.Ordinal)).Select(line => line.Split(" < ")[1]).Distinct()];
        Assert.True(scripts.Length > 3);
        Assert.All(scripts, script => Assert.True(File.Exists(Path.Combine(Folder, script)), script));
    }

    /// <summary>The lines that the script prints; null without Python.</summary>
    private static string[]? Lines(params string[] words)
    {
        try
        {
            ToolProcess run = ToolProcess.Run("python3", ["-B", Path.Combine(Folder, "run.py"), .. words]);
            Assert.True(run.ExitCode == 0, run.Error);
            return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
