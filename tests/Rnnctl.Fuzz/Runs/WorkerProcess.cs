using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Rnnctl.Fuzz.Runs;

/// <summary>The process of a worker. It is killed if a case does not end.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // A case of more than ten seconds of processor time is a finding; after this much time it is killed.
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(40);

    // A case may also wait without using the processor. The limit is long because the machine may be busy.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly Timer _timer;
    private readonly StringBuilder _error = new();
    private readonly Lock _lock = new();
    private string? _killed;
    private TimeSpan? _workBefore;
    private Stopwatch? _time;

    public WorkerProcess(FuzzSettings settings, RunFolder folder, long first, long cases, double seconds)
    {
        _process = Process.Start(StartOf(settings, folder, first, cases, seconds))!;
        _process.ErrorDataReceived += (_, line) => _error.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        _timer = new Timer(_ => KillIfLate(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>The verb of the current case.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>Reads the next line of the worker; returns null when it has ended.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Starts and stops the time limits of a case.</summary>
    public void Watch(WorkerLine told)
    {
        lock (_lock)
        {
            Verb = told.Verb;
            _workBefore = null;
            if (told.Event == WorkerEvent.Started) _time = Stopwatch.StartNew();
            if (told.Event == WorkerEvent.Ended) _time = null;
        }
    }

    /// <summary>Why the worker failed, after its last line; null if it did not fail.</summary>
    public string? Failure()
    {
        _process.WaitForExit();
        if (_killed is not null) return _killed;
        return _process.ExitCode == 0 ? null : $"the process ended with {_process.ExitCode}: {_error}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(FuzzSettings settings, RunFolder folder, long first, long cases, double seconds)
    {
        long rest = double.IsFinite(seconds) ? (long)Math.Ceiling(Math.Max(0, seconds)) : int.MaxValue;
        string[] words =
        [
            "exec", typeof(WorkerProcess).Assembly.Location, "--run-folder", folder.Root, "--seed", Text(settings.Seed),
            settings.ShowsCase ? "--case" : "--first", Text(first), "--cases", Text(cases), "--seconds", Text(rest),
        ];
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Root };
        start.Environment["HOME"] = start.Environment["TMPDIR"] = folder.Home;
        // The diagnostics of the runtime create files, which would look like changes by the tool.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // A case that needs too much memory gets an error and does not slow down the machine. The hexadecimal number is 1.5 GiB.
        start.Environment["DOTNET_GCHeapHardLimit"] = "60000000";
        return start;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void KillIfLate()
    {
        lock (_lock)
        {
            if (_time is null || _killed is not null || Work() is not { } work) return;
            _workBefore ??= work;
            work -= _workBefore.Value;
            if (work < MostWork && _time.Elapsed < MostTime) return;
            _killed = $"did not end: {work.TotalSeconds:F0} s of processor time, {_time.Elapsed.TotalSeconds:F0} s in all";
            _process.Kill(entireProcessTree: true);
        }
    }

    // The process may end at any moment; then its processor time is not available.
    private TimeSpan? Work()
    {
        try
        {
            return _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
