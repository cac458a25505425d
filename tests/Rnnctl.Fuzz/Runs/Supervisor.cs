using System.Diagnostics;
using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Seeds;

namespace Rnnctl.Fuzz.Runs;

/// <summary>Runs cases in worker processes, one at a time. If a case crashes or hangs, it continues with the next one.</summary>
internal sealed class Supervisor
{
    // A worker is replaced regularly, so that leftovers of cases do not accumulate.
    private const long CasesOfWorker = 2000;

    private readonly FuzzSettings _settings;
    private readonly RunFolder _folder;
    private readonly FuzzReport _report;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private Supervisor(FuzzSettings settings, RunFolder folder)
    {
        (_settings, _folder) = (settings, folder);
        Prepare();
        _report = new FuzzReport(settings, new CaseMaker(new SeedFolder(folder.Seeds), folder.Outside), Console.Out);
    }

    /// <summary>Runs the cases of the settings; returns 1 if there was a finding, otherwise 0.</summary>
    public static int Run(FuzzSettings settings)
    {
        string root = Directory.CreateTempSubdirectory("rnnctl-fuzz-").FullName;
        try
        {
            return new Supervisor(settings, new RunFolder(root)).RunAll();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private int RunAll()
    {
        long end = _settings.Cases == long.MaxValue ? long.MaxValue : _settings.First + _settings.Cases;
        long next = _settings.First;
        while (next < end && _clock.Elapsed.TotalSeconds < _settings.Seconds)
        {
            long findings = _report.Findings;
            next = RunWorker(next, Math.Min(CasesOfWorker, end - next));
            if (_report.Findings > findings) Prepare();
        }

        _report.Finish();
        return _report.Findings > 0 ? 1 : 0;
    }

    /// <summary>Creates the files that cases need; also again after a finding, since the case may have changed them.</summary>
    private void Prepare()
    {
        foreach (string path in new[] { _folder.Home, _folder.Seeds })
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(_folder.Home);
        File.WriteAllText(_folder.Outside, "leave me alone\n");
        SeedFolder.Create(_folder.Seeds);
    }

    /// <summary>Runs cases in a worker, and returns the number of the next case.</summary>
    private long RunWorker(long first, long cases)
    {
        using var worker = new WorkerProcess(_settings, _folder, first, cases, _settings.Seconds - _clock.Elapsed.TotalSeconds);
        long next = first;
        while (worker.ReadLine() is { } line)
        {
            if (WorkerLine.Parse(line) is not { } told)
            {
                _report.Add(new WorkerLine(WorkerEvent.Finding, next, "", $"the tool wrote directly to standard output: {line}"));
                continue;
            }

            worker.Watch(told);
            _report.Add(told);
            if (told.Event == WorkerEvent.Ended) next = told.Number + 1;
        }

        if (worker.Failure() is not { } failure) return next;
        _report.Add(new WorkerLine(WorkerEvent.Finding, next, worker.Verb, failure));
        return next + 1;
    }
}
