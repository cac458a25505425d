using Rnnctl.CommandLine;
using Rnnctl.Verbs.Sweep;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.Verbs;

/// <summary>Sweeps over small data. The runs are in the process of the test, but for the first test's.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    public SweepTests()
    {
        // The label of a token is that of its letter, so that every setting learns something.
        IEnumerable<string> lines = Enumerable.Range(0, 24).Select(number => $"a{number % 5} b{number % 3} a{number % 2}\tX Y X");
        _folder.Write("data.tsv", "tokens\tlabels\n" + string.Join('\n', lines) + "\n");
        Write("lr: [0.01, 0.02]");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_settings_with_two_seeds_are_trained_by_processes_and_ranked()
    {
        var tool = new InProcessTool();
        Assert.True(tool.Run("sweep", "--config", _folder["sweep.yaml"], "--seeds", "1", "2") == 0, tool.WholeError);
        string[] rows = tool.OutputLines;
        Assert.Equal(4, rows.Length);
        Assert.Matches(@"^\| rank \| +lr \| runs \| accuracy \| +sd \| seconds \|$", rows[0]);
        Assert.Matches(@"^\| +1 \| 0\.0[12] \| +2 \| +[0-9.]+ \| +[0-9.]+ \| +[0-9.]+ \|$", rows[2]);
        Assert.Contains(tool.ErrorLines, line => line.StartsWith("run 4 of 4, lr=0.02 seed 2: accuracy ", StringComparison.Ordinal)
            || line.StartsWith("run 4 of 4, lr=0.01 seed 2: accuracy ", StringComparison.Ordinal));
        foreach (string run in (string[])["lr=0.01/seed-1", "lr=0.01/seed-2", "lr=0.02/seed-1", "lr=0.02/seed-2"])
        {
            Assert.True(File.Exists(_folder[$"runs/{run}/model.safetensors"]));
            string[] log = File.ReadAllLines(_folder[$"runs/{run}.log"]);
            Assert.StartsWith($"$ rnnctl train --train={_folder["data.tsv"]} --valid=", log[0], StringComparison.Ordinal);
            Assert.StartsWith("done: the best model scored ", log[^1], StringComparison.Ordinal);
        }

        Assert.Equal(tool.Output, InProcessTool.Done("sweep", "--config", _folder["sweep.yaml"], "--seeds", "1", "2", "--table"));
        Assert.Equal(2, InProcessTool.Done("sweep", "--config", _folder["sweep.yaml"], "--seeds", "1", "2", "--table", "--json").Split('\n')[..^1].Length);
    }

    [Fact]
    public void Failing_run_is_named_with_its_last_words_and_the_others_go_on()
    {
        Write("char-hidden: [null, 5]"); // Of no use without --char-cell.
        InProcessTool tool = Sweep(3);
        Assert.Contains(tool.ErrorLines, line => line.StartsWith("warning: run ", StringComparison.Ordinal)
            && line.Contains(", char-hidden=5 seed 1: failed with exit code 2: error: --char-hidden is of no use without ", StringComparison.Ordinal)
            && line.EndsWith($"({_folder["runs/char-hidden=5/seed-1.log"]})", StringComparison.Ordinal));
        Assert.Matches(@"^\| +1 \| +null \| +2 \|", tool.OutputLines[2]);
        Assert.Matches(@"^\| +- \| +5 \| +0/2 \| +- \| +- \| +- \|$", tool.OutputLines[3]);
    }

    [Fact]
    public void Resumed_sweep_keeps_finished_runs_goes_on_with_begun_ones_and_begins_the_others()
    {
        string whole = Sweep(0).Output;
        Assert.Equal(4, _lines.Count);
        string kept = _folder["runs/lr=0.01/seed-1"], begun = _folder["runs/lr=0.01/seed-2"], missing = _folder["runs/lr=0.02/seed-1"];
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(kept, "training.json"));
        Directory.Delete(begun, recursive: true);
        InProcessTool.Done([.. TrainIn(begun), "--lr=0.01", "--seed=2", "--epochs=1"]);
        string progress = Path.Combine(begun, "training.json");
        File.WriteAllText(progress, File.ReadAllText(progress).Replace("\"finished\": true", "\"finished\": false", StringComparison.Ordinal));
        Directory.Delete(missing, recursive: true);
        File.Delete(missing + ".log");

        string listed = InProcessTool.Done("sweep", "--config", _folder["sweep.yaml"], "--seeds", "1", "2", "--resume", "--list");
        Assert.Equal(2, listed.Split('\n')[..^1].Length);
        _lines.Clear();
        Assert.Equal(ScoresOf(whole), ScoresOf(Sweep(0, "--resume").Output));
        Assert.Equal(2, _lines.Count);
        Assert.Contains(_lines, line => line.Contains($"--output={begun} --resume --threads=", StringComparison.Ordinal));
        Assert.Contains(_lines, line => line.Contains($"--output={missing} --threads=", StringComparison.Ordinal));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(kept, "training.json")));
        _lines.Clear();
        Sweep(0, "--resume");
        Assert.Empty(_lines);
    }

    [Fact]
    public void Runs_that_are_there_are_refused_without_resume_and_with_other_options()
    {
        Sweep(0);
        Assert.Equal("error: " + _folder["runs/lr=0.01/seed-1"] + ": there is a run already", Sweep(2).ErrorLines[0]);
        Write("lr: [0.01, 0.02]", "dropout: 0.1");
        string problem = "the run has other options than the file of --config: expected --dropout=0.1, found nothing";
        Assert.Equal($"error: {_folder["runs/lr=0.01/seed-1.log"]}: {problem}", Sweep(2, "--resume").ErrorLines[0]);
    }

    [Fact]
    public void Interrupted_sweep_begins_no_further_run_and_says_how_to_go_on()
    {
        using var cancellation = new CancellationTokenSource();
        int begun = 0;
        int Interrupted(IReadOnlyList<string> words, TextWriter log, CancellationToken token)
        {
            begun++;
            cancellation.Cancel();
            return token.IsCancellationRequested ? 130 : 0;
        }

        var tool = new InProcessTool();
        Assert.Equal(130, tool.Application.Guard(() => Run(tool, Interrupted, cancellation.Token, "--jobs", "1")));
        Assert.Equal(1, begun);
        Assert.Equal($"interrupted; the runs are saved in {_folder["runs"]}; sweep with --resume goes on from here", tool.ErrorLines[^1]);
        Assert.Empty(tool.Output);
    }

    [Fact]
    public void Cancelled_child_process_saves_its_run()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cancellation = new CancellationTokenSource();
        var log = new StringWriter();
        using var watching = new WatchingWriter(log, line =>
        {
            if (line.StartsWith("epoch ", StringComparison.Ordinal)) cancellation.Cancel();
        });
        Assert.Equal(130, TrainProcess.Run([.. TrainIn(_folder["long"]), "--epochs=100000", "--patience=100000"], watching, cancellation.Token));
        Assert.Contains("interrupted; the run is saved in ", log.ToString(), StringComparison.Ordinal);
    }

    private string[] TrainIn(string output) =>
    [
        "train", "--train", _folder["data.tsv"], "--valid", _folder["data.tsv"], "--output", output,
        "--hidden=3", "--embedding=3", "--batch-size=4", "--threads=1",
    ];

    /// <summary>The table without its last column, the seconds.</summary>
    private static string[] ScoresOf(string table) => [.. table.Split('\n').Select(line => line.Length == 0 ? "" : line[..line[..^2].LastIndexOf('|')])];

    private void Write(string swept, string more = "") => _folder.Write(
        "sweep.yaml",
        $"train: {_folder["data.tsv"]}\nvalid: {_folder["data.tsv"]}\noutput: {_folder["runs"]}\n"
        + $"hidden: 3\nembedding: 3\nbatch-size: 4\nepochs: 2\nthreads: 1\n{more}\nsweep:\n  {swept}\n");

    /// <summary>Runs a sweep whose exit code is as expected.</summary>
    private InProcessTool Sweep(int expected, params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Application.Guard(() => Run(tool, Train, CancellationToken.None, words));
        Assert.True(code == expected, $"{code}\n{tool.WholeError}");
        return tool;
    }

    private int Run(InProcessTool tool, SweepRun.StartTraining train, CancellationToken cancellation, params string[] words)
    {
        SweepRequest request = tool.Read<SweepVerb, SweepRequest>(
            (verb, parsed) => verb.Read(parsed), ["sweep", "--config", _folder["sweep.yaml"], "--seeds", "1", "2", .. words]);
        return SweepRun.Run(request, new RnnctlCommand(tool.Console).Verbs.OfType<TrainVerb>().Single(), train, tool.Console, cancellation);
    }

    private int Train(IReadOnlyList<string> words, TextWriter log, CancellationToken cancellation)
    {
        lock (_lines) _lines.Add(string.Join(' ', words));
        var child = new InProcessTool();
        int code = child.Run([.. words]);
        log.Write(child.WholeError);
        return code;
    }

    /// <summary>Passes lines on, and shows them to a test.</summary>
    private sealed class WatchingWriter(StringWriter lines, Action<string> see) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            lines.WriteLine(value);
            see(value ?? "");
        }
    }
}
