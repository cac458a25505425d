using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs the commands of examples/cluster/README.md with small models and a small text, and compares their output with that of one process.</summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly string Example = Path.Combine(Repository.Root, "examples", "cluster");
    private static readonly string[] Sentences =
        ["arrive Taipei on November 2nd", "", .. File.ReadLines(SlotsModel.Validation).Skip(1).Take(7).Select(SentenceOf)];

    private static readonly string[] Letters = [.. ReverseModel.Sequences(6, seed: 3), "", "f e d"];

    private readonly TemporaryFolder _folder = new();

    public ClusterTests()
    {
        if (!OperatingSystem.IsLinux()) return;
        WriteProgram("rnnctl", $"#!/bin/sh\necho >> runs\nexec '{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}' \"$@\"\n");
        WriteProgram("filter.slurm", File.ReadAllText(Path.Combine(Example, "filter.slurm")));
        Directory.CreateSymbolicLink(_folder["tagger"], SlotsModel.Path);
        Directory.CreateSymbolicLink(_folder["translator"], ReverseModel.WithoutAttention);
        _folder.Write("sentences.txt", string.Join('\n', Sentences));
        _folder.Write("letters.txt", string.Join('\n', Letters));
    }

    public void Dispose() => _folder.Dispose();

    [FactWithGnuParallel]
    public void Blocks_of_GNU_parallel_give_the_output_of_one_process()
    {
        string[] commands = Block("## GNU parallel");
        Assert.Equal(2, commands.Length);
        AssertDone(commands[0].Replace("--block 10M", "--block 300", StringComparison.Ordinal));
        AssertDone(commands[1].Replace("--block 10M", "--block 30", StringComparison.Ordinal));
        Assert.Equal(4, Runs());
        AssertSame("tagged.tsv", "tag", SlotsModel.Path, "sentences.txt");
        AssertSame("translated.txt", "translate", ReverseModel.WithoutAttention, "letters.txt");
    }

    [FactWithGnuParallel]
    public void Block_that_fails_is_counted_in_the_exit_code_of_GNU_parallel()
    {
        _folder.Write("letters.txt", [.. "a b\nc d\n"u8, 0xFF, .. "\ne f\n"u8]);
        ToolProcess run = Shell(Block("## GNU parallel")[1].Replace("--block 10M", "--block 8", StringComparison.Ordinal));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, File.ReadAllLines(_folder["translated.txt"]).Length);
        Assert.Contains("error: standard input:1: expected UTF-8 text", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_job_array_give_the_output_of_one_process()
    {
        if (!OperatingSystem.IsLinux()) return;
        string[] commands = Block("## A SLURM job array");
        AssertDone(string.Join('\n', commands));
        Assert.Equal(2, Runs());
        Assert.Equal(2, Directory.GetFiles(_folder["parts"]).Length);
        AssertSame("translated.txt", "translate", ReverseModel.WithoutAttention, "letters.txt");
    }

    [Fact]
    public void Part_that_fails_leaves_no_part_and_fails_its_job()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(0, Job(part: 1, "cat").ExitCode);
        Assert.Equal(3, Job(part: 2, "sh", "-c", "cat; exit 3").ExitCode);
        Assert.NotEqual(0, Job(part: 9, "cat").ExitCode);
        Assert.Equal(["part-00001", "part-00002.unfinished", "part-00009.unfinished"], FilesOf("parts"));
        Assert.Equal(0, Job(part: 2, "cat").ExitCode);
        Assert.Equal(["part-00001", "part-00002", "part-00009.unfinished"], FilesOf("parts"));
    }

    [Fact]
    public void Training_job_starts_its_tasks_with_the_threads_of_a_task()
    {
        if (!OperatingSystem.IsLinux()) return;
        WriteProgram("srun", "#!/bin/sh\necho \"$@\"\n");
        string script = Path.Combine(Example, "train.slurm");
        string started = Shell($"SLURM_CPUS_PER_TASK=8 RNNCTL_MPI=pmi2 bash '{script}' --task lm --output model").Output;
        Assert.Equal("--mpi=pmi2 --cpus-per-task=8 rnnctl train --threads 8 --task lm --output model\n", started);
    }

    [Theory]
    [InlineData("filter.slurm")]
    [InlineData("train.slurm")]
    public void Job_script_has_the_syntax_of_bash(string script)
    {
        if (!OperatingSystem.IsLinux()) return;
        ToolProcess run = ToolProcess.Run("bash", ["-n", Path.Combine(Example, script)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static string SentenceOf(string line) => line.Split('\t')[0];

    /// <summary>The lines of the first block marked <c>sh</c> of a section of the page.</summary>
    private static string[] Block(string heading) =>
    [
        .. File.ReadLines(Path.Combine(Example, "README.md"))
            .SkipWhile(line => line != heading)
            .SkipWhile(line => line != "```sh").Skip(1)
            .TakeWhile(line => line != "```"),
    ];

    private void WriteProgram(string name, string text)
    {
        string path = _folder.Write(name, text);
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private ToolProcess Job(int part, params string[] command)
    {
        var variables = new Dictionary<string, string> { ["SLURM_ARRAY_TASK_ID"] = $"{part}" };
        return ToolProcess.Run(_folder["filter.slurm"], ["3", "letters.txt", "parts", .. command], _folder.Root, variables);
    }

    private ToolProcess Shell(string commands)
    {
        var variables = new Dictionary<string, string> { ["PATH"] = _folder.Root + ":" + Environment.GetEnvironmentVariable("PATH") };
        return ToolProcess.Run("bash", ["-c", commands], _folder.Root, variables);
    }

    private void AssertDone(string commands)
    {
        ToolProcess run = Shell(commands);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private void AssertSame(string output, string verb, string model, string input) =>
        Assert.Equal(InProcessTool.Done(verb, model, _folder[input], "--device", "cpu", "--threads", "1"), File.ReadAllText(_folder[output]));

    private int Runs() => File.ReadAllLines(_folder["runs"]).Length;

    private IEnumerable<string> FilesOf(string folder) => Directory.GetFiles(_folder[folder]).Select(path => Path.GetFileName(path)!).Order();
}
