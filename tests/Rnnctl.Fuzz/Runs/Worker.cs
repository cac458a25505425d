using System.Diagnostics;
using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Outcomes;
using Rnnctl.Fuzz.Seeds;

namespace Rnnctl.Fuzz.Runs;

/// <summary>
/// A process that runs cases one behind the other, each with the tool in this process, and tells its supervisor of each on standard output. Where a case
/// takes the process with it, the supervisor knows which.
/// </summary>
internal sealed class Worker
{
    private readonly FuzzSettings _settings;
    private readonly RunFolder _folder;
    private readonly CaseMaker _maker;
    private readonly TextWriter _report = Console.Out;

    private Worker(FuzzSettings settings, RunFolder folder)
    {
        (_settings, _folder) = (settings, folder);
        _maker = new CaseMaker(new SeedFolder(folder.Seeds), folder.Outside);
    }

    /// <summary>Runs the cases that the settings name, and returns the process's exit code.</summary>
    public static int Run(FuzzSettings settings, string folder)
    {
        var worker = new Worker(settings, new RunFolder(folder));
        var clock = Stopwatch.StartNew();
        bool goesOn = true;
        for (long i = 0; goesOn && i < settings.Cases && clock.Elapsed.TotalSeconds < settings.Seconds; i++)
            goesOn = worker.RunCase(settings.First + i);
        return 0;
    }

    /// <summary>Runs a case; false where it changed files that further cases start from.</summary>
    private bool RunCase(long number)
    {
        Environment.CurrentDirectory = _folder.Root;
        if (Directory.Exists(_folder.Case)) Directory.Delete(_folder.Case, recursive: true);
        FuzzCase made = _maker.Make(_settings.Seed, number, _folder.Case);
        Tell(WorkerEvent.Started, made, made.ToString());
        CaseOutcome outcome = Measure(made);
        foreach (string finding in OutcomeCheck.FindingsIn(made, outcome)) Tell(WorkerEvent.Finding, made, finding);
        if (_settings.ShowsCase) Tell(WorkerEvent.Shown, made, Describe(made, outcome));
        Tell(WorkerEvent.Ended, made, $"exit code {outcome.Run?.ExitCode}");
        return outcome.ChangedOutside.Count == 0;
    }

    private CaseOutcome Measure(FuzzCase made)
    {
        Environment.CurrentDirectory = made.Folder;
        var before = FolderSnapshot.Of(_folder.Root, _folder.Case);
        TimeSpan work = Environment.CpuUsage.TotalTime;
        var memory = PeakMemory.Start();
        CaseOutcome outcome = RunTool(made);
        return outcome with
        {
            Work = Environment.CpuUsage.TotalTime - work,
            PeakBytes = memory.Bytes,
            ChangedOutside = before.ChangesTo(FolderSnapshot.Of(_folder.Root, _folder.Case)),
        };
    }

    private static CaseOutcome RunTool(FuzzCase made)
    {
        try
        {
            return new CaseOutcome(ToolRun.Of(made.Words, made.Input), null);
        }
        catch (Exception escaped)
        {
            return new CaseOutcome(null, escaped);
        }
    }

    private static string Describe(FuzzCase made, CaseOutcome outcome) =>
        $"rnnctl {made}\n{string.Join('\n', made.Changes)}\nexit code {outcome.Run?.ExitCode}, {outcome.Work.TotalSeconds:F2} s of processor time, "
        + $"{outcome.PeakBytes >> 20} MiB\n{outcome.Run?.Output}{outcome.Run?.Error}";

    private void Tell(WorkerEvent happened, FuzzCase made, string text)
    {
        _report.WriteLine(new WorkerLine(happened, made.Number, made.Verb, text));
        _report.Flush();
    }
}
