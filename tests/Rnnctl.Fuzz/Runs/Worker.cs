using System.Diagnostics;
using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Outcomes;
using Rnnctl.Fuzz.Seeds;

namespace Rnnctl.Fuzz.Runs;

/// <summary>
/// A process that runs cases one after the other in itself, and reports each to its supervisor on standard output. If a case crashes the process, the
/// supervisor knows which one.
/// </summary>
internal sealed class Worker
{
    private readonly FuzzSettings _settings;
    private readonly RunFolder _folder;
    private readonly CaseMaker _maker;
    private readonly TextWriter _output = Console.Out;

    private Worker(FuzzSettings settings, RunFolder folder)
    {
        (_settings, _folder) = (settings, folder);
        _maker = new CaseMaker(new SeedFolder(folder.Seeds), folder.Outside);
    }

    /// <summary>Runs the cases of the settings, and returns the exit code of the process.</summary>
    public static int Run(FuzzSettings settings, string folder)
    {
        var worker = new Worker(settings, new RunFolder(folder));
        var clock = Stopwatch.StartNew();
        bool goesOn = true;
        for (long i = 0; goesOn && i < settings.Cases && clock.Elapsed.TotalSeconds < settings.Seconds; i++)
            goesOn = worker.RunCase(settings.First + i);
        return 0;
    }

    /// <summary>Runs a case; returns false if it changed files that later cases need.</summary>
    private bool RunCase(long number)
    {
        Environment.CurrentDirectory = _folder.Root;
        if (Directory.Exists(_folder.Case)) Directory.Delete(_folder.Case, recursive: true);
        FuzzCase made = _maker.Make(_settings.Seed, number, _folder.Case);
        Report(WorkerEvent.Started, made, made.ToString());
        CaseOutcome outcome = Measure(made);
        foreach (string finding in OutcomeCheck.FindingsIn(made, outcome)) Report(WorkerEvent.Finding, made, finding);
        if (_settings.ShowsCase) Report(WorkerEvent.Shown, made, Describe(made, outcome));
        Report(WorkerEvent.Ended, made, $"exit code {outcome.Run?.ExitCode}");
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

    private void Report(WorkerEvent happened, FuzzCase made, string text)
    {
        _output.WriteLine(new WorkerLine(happened, made.Number, made.Verb, text));
        _output.Flush();
    }
}
