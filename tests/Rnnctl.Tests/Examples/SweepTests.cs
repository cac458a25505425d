using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>The file of options and the job script of examples/sweep.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly string Example = Path.Combine(Repository.Root, "examples", "sweep");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_of_the_example_names_six_settings_with_three_seeds()
    {
        string[] lines = InProcessTool.Done("sweep", "--config", Path.Combine(Example, "sweep.yaml"), "--output", _folder["runs"], "--list").Split('\n')[..^1];
        Assert.Equal(18, lines.Length);
        Assert.Contains("--lr=0.001 --no-crf --seed=1 ", lines[0], StringComparison.Ordinal);
        Assert.Contains("--lr=0.02 --crf --seed=3 ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Job_of_an_array_runs_the_line_of_its_number_with_the_threads_of_the_job()
    {
        if (!OperatingSystem.IsLinux()) return;
        string program = _folder.Write("rnnctl", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _folder.Write("runs.txt", "rnnctl train --seed=1\nrnnctl train '--train=it'\\''s a file' --seed=2\n");
        ToolProcess second = Job("2");
        Assert.Equal((0, "train\n--train=it's a file\n--seed=2\n--threads=3\n"), (second.ExitCode, second.Output));
        ToolProcess third = Job("3");
        Assert.Equal((2, "runs.txt has no line 3"), (third.ExitCode, third.Error));
    }

    [Fact]
    public void Job_script_has_the_syntax_of_bash()
    {
        if (!OperatingSystem.IsLinux()) return;
        ToolProcess run = ToolProcess.Run("bash", ["-n", Path.Combine(Example, "sweep.slurm")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private ToolProcess Job(string number)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = _folder.Root + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["SLURM_ARRAY_TASK_ID"] = number,
            ["SLURM_CPUS_PER_TASK"] = "3",
        };
        return ToolProcess.Run("bash", [Path.Combine(Example, "sweep.slurm"), "runs.txt"], _folder.Root, variables);
    }
}
