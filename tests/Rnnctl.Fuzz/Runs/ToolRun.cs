using System.Text;
using Rnnctl.CommandLine;
using Rnnctl.Terminal;

namespace Rnnctl.Fuzz.Runs;

/// <summary>The result of a run of the tool in this process, with string writers as console.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the tool.</summary>
    public static ToolRun Of(IReadOnlyList<string> words, byte[] input)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        // Training writes messages from several threads.
        TextWriter shared = TextWriter.Synchronized(error);
        var console = new ToolConsole(output, () => shared, () => new MemoryStream(input));
        int code = new Application(console).Run(words);
        return new ToolRun(code, Text(output), Text(error));
    }

    // Encodes as a file or terminal would: a lone surrogate becomes U+FFFD.
    private static string Text(StringWriter writer) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(writer.ToString()));
}
