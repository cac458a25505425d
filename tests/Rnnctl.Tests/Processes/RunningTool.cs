using System.Diagnostics;

namespace Rnnctl.Tests.Processes;

/// <summary>A running process of the tool: a test can write to it, read from it and stop it.</summary>
internal sealed class RunningTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    public RunningTool(params string[] words)
        : this(ToolProcess.Dotnet, ["exec", ToolProcess.Tool, .. words])
    {
    }

    /// <summary>Starts a program that starts the tool.</summary>
    public RunningTool(string program, string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Writes a line to its standard input.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>Reads the next line of its standard output.</summary>
    public string? ReadLine() => Wait(_process.StandardOutput.ReadLineAsync());

    /// <summary>Reads standard error up to a line with the given start; returns false if there is no such line.</summary>
    public bool ReadErrorUpTo(string start)
    {
        while (Wait(_process.StandardError.ReadLineAsync()) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>Sends a signal, named without SIG.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills it, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Closes its standard input, waits for its end, and returns its exit code and the rest of its output and errors.</summary>
    public ToolProcess End()
    {
        _process.StandardInput.Close();
        return AwaitEnd();
    }

    /// <summary>The same without closing its standard input: something else, such as a signal, must end it.</summary>
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
