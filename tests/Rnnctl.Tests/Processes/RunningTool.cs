using System.Diagnostics;

namespace Rnnctl.Tests.Processes;

/// <summary>The executable while it runs: a test writes to it, reads from it and stops it.</summary>
internal sealed class RunningTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    public RunningTool(params string[] words)
    {
        var start = new ProcessStartInfo(ToolProcess.Dotnet, ["exec", ToolProcess.Tool, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Whether it has come to its end.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Writes a line to its standard input.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>Reads the next line of its standard output.</summary>
    public string? ReadLine() => Wait(_process.StandardOutput.ReadLineAsync());

    /// <summary>Reads standard error up to a line that starts so; false where it ends without one.</summary>
    public bool ReadErrorUpTo(string start)
    {
        while (Wait(_process.StandardError.ReadLineAsync()) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends its standard input, waits for its end and returns its exit code and what was left of its streams.</summary>
    public ToolProcess End()
    {
        _process.StandardInput.Close();
        return AwaitEnd();
    }

    /// <summary>Waits for its end, which something else than that of its input brings about, and returns the same.</summary>
    public ToolProcess AwaitEnd()
    {
        Task<string> error = _process.StandardError.ReadToEndAsync();
        string output = Wait(_process.StandardOutput.ReadToEndAsync())!;
        _process.WaitForExit();
        return new ToolProcess(_process.ExitCode, output, DeviceNote.DropFrom(Wait(error)!).TrimEnd());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static T Wait<T>(Task<T> reading) =>
        reading.Wait(Patience) ? reading.Result : throw new TimeoutException("the tool was silent for a minute");
}
