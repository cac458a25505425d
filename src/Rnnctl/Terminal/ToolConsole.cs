using System.Text;
using Rnnctl.Text;

namespace Rnnctl.Terminal;

/// <summary>
/// Where a verb reads and writes: data on <see cref="Output"/>, everything else on <see cref="Error"/>. Tests give it string writers.
/// </summary>
internal sealed class ToolConsole
{
    private const int OutputBuffer = 64 * 1024;
    private readonly Lazy<TextWriter> _error;

    /// <summary>A console over given writers and, where a verb reads it, standard input.</summary>
    public ToolConsole(TextWriter output, Func<TextWriter> error, Func<Stream> openInput)
    {
        Output = output;
        _error = new Lazy<TextWriter>(error);
        OpenInput = openInput;
        Table = new PrintableWriter(output);
    }

    /// <summary>
    /// The data that a verb makes. Buffered: the tool flushes it at the end, and a filter flushes it before it waits for more input.
    /// Throws <see cref="OutputClosedException"/> once its reader has gone; a verb lets that pass.
    /// </summary>
    public TextWriter Output { get; }

    /// <summary>The same for lines that a person reads.</summary>
    public TextWriter Table { get; }

    /// <summary>Progress, notes, warnings and errors; every line is out at once. Opened when first used.</summary>
    public TextWriter Error => _error.Value;

    /// <summary>Opens standard input as bytes. Throws <see cref="InputException"/> where it is closed.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can move its cursor, so that a progress bar is of use.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal, so that data and progress share a screen.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether colours may be used: <c>NO_COLOR</c> is not set (https://no-color.org).</summary>
    public bool Colors { get; init; }

    /// <summary>Whether the user asked for silence (<c>--quiet</c>): no progress and no notes, but still warnings and errors.</summary>
    public bool Quiet { get; set; }

    /// <summary>Whether a progress bar is of use and wanted.</summary>
    public bool ShowsProgress => ErrorIsTerminal && !Quiet;

    /// <summary>The process's own streams.</summary>
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

    /// <summary>Says something that is good to know; silent with <c>--quiet</c>.</summary>
    public void Note(string line)
    {
        if (!Quiet)
            Error.WriteLine(PrintableText.Message(line));
    }

    /// <summary>Says something that the user should look at.</summary>
    public void Warn(string line) => Error.WriteLine(PrintableText.Message($"warning: {line}"));

    private static TextWriter OpenError() =>
        StandardDescriptor.IsOpen(StandardDescriptor.Error) ? new MessageWriter(Console.OpenStandardError()) : TextWriter.Null;

    private static Stream OpenStandardInput() => StandardDescriptor.IsOpen(StandardDescriptor.Input)
        ? Console.OpenStandardInput()
        : throw new InputException("standard input is closed", "give it a file, or name the files");
}
