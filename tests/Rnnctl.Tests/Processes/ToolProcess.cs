using System.Diagnostics;
using System.Text;

namespace Rnnctl.Tests.Processes;

/// <summary>The result of a finished process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ToolProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The dotnet that runs the tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The tool as it was built for the tests.</summary>
    public static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "rnnctl.dll");

    /// <summary>Runs the tool.</summary>
    public static ToolProcess Rnnctl(params string[] words) =>
        Run(Dotnet, ["exec", Tool, .. words]);

    /// <summary>Runs a program with empty standard input.</summary>
    public static ToolProcess Run(string program, string[] words, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Variables that dotnet test sets for MSBuild would break a nested build.
        string[] names = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in names)
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // The sources were analysed when the tests were built.
        start.Environment["RunAnalyzers"] = "false";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolProcess(process.ExitCode, output, DeviceNote.DropFrom(error.ToString()).TrimEnd());
    }
}
