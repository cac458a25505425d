using System.Text;
using Rnnctl.CommandLine;
using Rnnctl.Terminal;

namespace Rnnctl.Fuzz.Runs;

/// <summary>The tool run within this process, over string writers.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Error">What it wrote on standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the tool with these words and this standard input.</summary>
    public static ToolRun Of(IReadOnlyList<string> words, byte[] input)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        // Training reports from more than one thread.
        TextWriter shared = TextWriter.Synchronized(error);
        var console = new ToolConsole(output, () => shared, () => new MemoryStream(input));
        int code = new Application(console).Run(words);
        return new ToolRun(code, Text(output), Text(error));
    }

    // What a file or a terminal would get: a lone surrogate has no bytes and becomes U+FFFD.
    private static string Text(StringWriter writer) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(writer.ToString()));
}
