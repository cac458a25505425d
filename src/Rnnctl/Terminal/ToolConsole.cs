using System.Text;
using Rnnctl.Text;

namespace Rnnctl.Terminal;

/// <summary>
/// The streams of the tool: results go to <see cref="Output"/>, all other text goes to <see cref="Error"/>. Tests pass string writers.
/// </summary>
internal sealed class ToolConsole
{
    private const int OutputBuffer = 64 * 1024;
    private readonly Lazy<TextWriter> _error;

    public ToolConsole(TextWriter output, Func<TextWriter> error, Func<Stream> openInput)
    {
        Output = output;
        _error = new Lazy<TextWriter>(error);
        OpenInput = openInput;
        Table = new PrintableWriter(output);
    }

    /// <summary>
    /// The results of a verb, buffered. The tool flushes it at the end; a filter flushes it before it waits for more input.
    /// A write throws <see cref="OutputClosedException"/> after the reader has closed the pipe; verbs do not catch it.
    /// </summary>
    public TextWriter Output { get; }

    /// <summary>The same stream for lines that a person reads: unprintable characters are escaped.</summary>
    public TextWriter Table { get; }

    /// <summary>Progress, notes, warnings and errors, not buffered. It is opened on first use.</summary>
    public TextWriter Error => IsSilent ? TextWriter.Null : _error.Value;

    /// <summary>Opens standard input. Throws <see cref="InputException"/> if it is closed.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can move its cursor, as a progress bar needs.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal; then results and progress may share a screen.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether colours may be used: <c>NO_COLOR</c> is not set (https://no-color.org).</summary>
    public bool Colors { get; init; }

    /// <summary>Whether <c>--quiet</c> was given: no progress and no notes, but still warnings and errors.</summary>
    public bool Quiet { get; set; }

    /// <summary>Whether <c>--verbose</c> was given: the trace of an error, and what a verb has to say beyond its results.</summary>
    public bool Verbose { get; set; }

    /// <summary>Whether nothing is said on <see cref="Error"/>, since another process speaks for this one.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether to show a progress bar.</summary>
    public bool ShowsProgress => ErrorIsTerminal && !Quiet && !IsSilent;

    /// <summary>A console over the streams of this process.</summary>
    public static ToolConsole ForProcess()
    {
        var output = new StreamWriter(StandardOutputStream.ForProcess(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OutputBuffer);
        return new ToolConsole(output, OpenError, OpenStandardInput)
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Colors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>Writes a note, unless <c>--quiet</c> was given.</summary>
    public void Note(string line)
    {
        if (!Quiet)
            Error.WriteLine(PrintableText.Message(line));
    }

    /// <summary>Writes a warning, also with <c>--quiet</c>.</summary>
    public void Warn(string line) => Error.WriteLine(PrintableText.Message($"warning: {line}"));

    private static TextWriter OpenError() =>
        StandardDescriptor.IsOpen(StandardDescriptor.Error) ? new MessageWriter(StandardOutputStream.OpenError()) : TextWriter.Null;

    private static Stream OpenStandardInput() => StandardDescriptor.IsOpen(StandardDescriptor.Input)
        ? Console.OpenStandardInput()
        : throw new InputException("standard input is closed", "redirect a file to it, or name files as arguments");
}
