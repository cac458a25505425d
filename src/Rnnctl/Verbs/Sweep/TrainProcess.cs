using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Rnnctl.Verbs.Sweep;

/// <summary>Runs the tool itself as a child process.</summary>
internal static partial class TrainProcess
{
    private const string ToolName = "rnnctl";
    private const int TerminationSignal = 15; // SIGTERM, on which the run saves its state and ends.

    /// <summary>Runs the tool to its end.</summary>
    /// <param name="words">Its arguments.</param>
    /// <param name="log">Where its messages go.</param>
    /// <param name="cancellation">Tells it to save its state and to end.</param>
    /// <returns>Its exit code.</returns>
    public static int Run(IReadOnlyList<string> words, TextWriter log, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Tool(words) };
        void Write(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (log) log.WriteLine(line.Data);
        }

        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenRegistration registration = cancellation.Register(() => End(process));
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The tool as it was started: by its own executable, or by dotnet.</summary>
    private static ProcessStartInfo Tool(IReadOnlyList<string> words)
    {
        string? self = Environment.ProcessPath;
        string program = Path.GetFileNameWithoutExtension(self) ?? "";
        ProcessStartInfo start = program == ToolName
            ? new(self!, words)
            : new(program == "dotnet" ? self! : "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, ToolName + ".dll"), .. words]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private static void End(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(); // The last checkpoint stays.
        else _ = SendSignal(process.Id, TerminationSignal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
