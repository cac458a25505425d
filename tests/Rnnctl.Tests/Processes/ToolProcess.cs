using System.Diagnostics;
using System.Text;

namespace Rnnctl.Tests.Processes;

/// <summary>A program run to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Error">What it wrote on standard error.</param>
internal sealed record ToolProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The dotnet that runs the tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The tool as it was built for the tests.</summary>
    public static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "rnnctl.dll");

    /// <summary>Runs the tool.</summary>
    public static ToolProcess Rnnctl(params string[] words) =>
        Run(Dotnet, ["exec", Tool, .. words]);

    /// <summary>Runs a program with its standard input empty, in a folder, with additions to the environment.</summary>
    public static ToolProcess Run(string program, string[] words, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What dotnet test sets for itself would lead a build inside it astray.
        string[] names = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in names)
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // Sources that were analysed when the tests were built need not be again.
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
