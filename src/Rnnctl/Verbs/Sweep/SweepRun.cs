using System.Collections.Concurrent;
using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary>Trains with each setting of a sweep, and prints the table of their scores.</summary>
internal sealed class SweepRun
{
    private const int RowsOnTheWay = 10;

    private readonly SweepPlan _plan;
    private readonly StartTraining _train;
    private readonly ToolConsole _console;
    private readonly Dictionary<SweepRunPlan, RunState> _states = [];
    private readonly Dictionary<SweepRunPlan, RunScore> _scores = [];
    private readonly Lock _lock = new();
    private int _failed, _done;

    private SweepRun(SweepPlan plan, StartTraining train, ToolConsole console)
    {
        (_plan, _train, _console) = (plan, train, console);
        foreach (SweepRunPlan run in plan.Runs)
        {
            RunState state = _states[run] = RunState.Of(run);
            if (state.Score is { } score) _scores[run] = score;
        }
    }

    /// <summary>Runs a training run to its end, and returns its exit code.</summary>
    /// <param name="words">The words of the command line.</param>
    /// <param name="log">Where its messages go.</param>
    /// <param name="cancellation">Ends it.</param>
    public delegate int StartTraining(IReadOnlyList<string> words, TextWriter log, CancellationToken cancellation);

    private SweepTable Table => new(_plan, _scores);

    private SweepRunPlan[] Left => [.. _plan.Runs.Where(run => _states[run].Score is null)];

    /// <summary>Runs to the end and returns the exit code.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="trainVerb">The verb whose options the file holds.</param>
    /// <param name="train">Starts a run.</param>
    /// <param name="console">Where the table and messages go.</param>
    /// <param name="cancellation">Ends the runs, which save their states.</param>
    /// <exception cref="InputException">The file is malformed, or the directory does not hold what it should.</exception>
    public static int Run(SweepRequest request, Verb trainVerb, StartTraining train, ToolConsole console, CancellationToken cancellation)
    {
        SweepPlan plan = SweepPlan.Read(request, trainVerb);
        var sweep = new SweepRun(plan, train, console);
        if (!request.Table) sweep.RequireOwnRuns(request.Resume);
        if (request.List)
        {
            sweep.List();
            return ExitCode.Done;
        }

        if (!request.Table) sweep.TrainAll(request.Jobs, cancellation);
        else console.Note($"{sweep._scores.Count} of {Plural.Of(plan.Runs.Count, "run")} are finished");
        foreach (string line in request.Json ? sweep.Table.Json() : sweep.Table.Lines()) (request.Json ? console.Output : console.Table).WriteLine(line);
        return sweep._failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Refuses runs that are there already, and with <c>--resume</c> those with other options than the file's.</summary>
    private void RequireOwnRuns(bool resumes)
    {
        foreach (SweepRunPlan run in _plan.Runs)
        {
            string? began = RunLog.CommandOf(run);
            if (!resumes && (began is not null || _states[run].HasBegun))
                throw new InputException($"{run.Directory}: there is a run already", "--resume goes on with what is missing; or give another --output");
            string now = CommandText.Of(run.CommandLine(resumes: false));
            if (began is null || began == now) continue;
            throw new InputException(
                $"{run.Log}: the run has other options than the file of --config: {Difference(began, now)}",
                "give another --output, or remove the run's directory and its log to train it anew");
        }
    }

    private static string Difference(string began, string now)
    {
        string[] before = began.Split(' '), after = now.Split(' ');
        static string Named(IEnumerable<string> words) => string.Join(' ', words) is { Length: > 0 } text ? text : "nothing";
        return $"expected {Named(after.Except(before))}, found {Named(before.Except(after))}";
    }

    private void List()
    {
        string[] threads = _plan.Threads is { } number ? [ThreadsWord(number)] : [];
        foreach (SweepRunPlan run in Left) _console.Output.WriteLine(CommandText.Of([.. run.CommandLine(_states[run].HasBegun), .. threads]));
    }

    private void TrainAll(int? jobs, CancellationToken cancellation)
    {
        SweepRunPlan[] left = Left;
        if (left.Length == 0) return;
        var share = JobShare.Of(jobs, _plan.Threads, left.Length, Environment.ProcessorCount);
        string kept = _scores.Count == 0 ? "" : $"; {Plural.Of(_scores.Count, "run")} finished before";
        _console.Note(
            $"sweep: {Plural.Of(_plan.Settings.Count, "setting")}, {Plural.Of(left.Length, "run")}, "
            + $"{share.Jobs} side by side with {Plural.Of(share.Threads, "thread")} each{kept}");
        var queue = new ConcurrentQueue<SweepRunPlan>(left);
        void Begin() => Work(queue, share.Threads, left.Length, cancellation);
        Task.WhenAll(Enumerable.Range(0, share.Jobs).Select(_ => Task.Run(Begin, CancellationToken.None))).GetAwaiter().GetResult();
        if (!cancellation.IsCancellationRequested) return;
        _console.Note($"interrupted; the runs are saved in {_plan.Output}; sweep with --resume goes on from here");
        throw new OperationCanceledException(cancellation);
    }

    private void Work(ConcurrentQueue<SweepRunPlan> queue, int threads, int total, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && queue.TryDequeue(out SweepRunPlan? run))
        {
            int code = Train(run, threads, cancellation);
            if (cancellation.IsCancellationRequested && code != ExitCode.Done) return;
            lock (_lock) Report(run, code, total);
        }
    }

    private int Train(SweepRunPlan run, int threads, CancellationToken cancellation)
    {
        IReadOnlyList<string> words = run.CommandLine(_states[run].HasBegun);
        using StreamWriter log = RunLog.Open(run, CommandText.Of(words), resumes: _states[run].HasBegun);
        return _train([.. words, ThreadsWord(threads)], log, cancellation);
    }

    /// <summary>Says how a run ended, and where the settings stand.</summary>
    private void Report(SweepRunPlan run, int code, int total)
    {
        string which = $"run {++_done} of {total}, {run}";
        RunScore? score = code == ExitCode.Done ? RunState.Of(run).Score : null;
        if (score is not { } reached)
        {
            _failed++;
            _console.Warn($"{which}: failed with exit code {code}: {RunLog.LastWords(run)} ({run.Log})");
            return;
        }

        _scores[run] = reached;
        string value = reached.Value.ToString(ScoreText.Format(reached.Metric), CultureInfo.InvariantCulture);
        _console.Note(string.Create(CultureInfo.InvariantCulture, $"{which}: {TaskMetrics.NameOf(reached.Metric)} {value}, {reached.Seconds:F1} s"));
        foreach (string line in Table.Lines(RowsOnTheWay)) _console.Note(line);
    }

    private static string ThreadsWord(int threads) => $"--threads={threads.ToString(CultureInfo.InvariantCulture)}";
}
