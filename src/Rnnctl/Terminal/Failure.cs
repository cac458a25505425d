using Rnnctl.Compute.Devices;
using Rnnctl.Text;

namespace Rnnctl.Terminal;

/// <summary>What ended a verb before its time, as the user is told.</summary>
/// <param name="Code">The <see cref="ExitCode"/>.</param>
/// <param name="Message">What is wrong, a line; null for an end that needs no words.</param>
/// <param name="Hint">What to do about it, or null.</param>
/// <param name="Trace">The exception with its stack trace.</param>
internal sealed record Failure(int Code, string? Message, string? Hint, string Trace)
{
    /// <summary>The failure that an exception stands for.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        OutputClosedException => new(ExitCode.Done, null, null, ""),
        OperationCanceledException => new(ExitCode.Interrupted, null, null, ""),
        FailureException known => known.Failure,
        InputException mistake => new(ExitCode.BadInput, mistake.Message, mistake.Hint, mistake.ToString()),
        DeviceException failure => new(ExitCode.Failed, failure.Message, failure.Hint, failure.ToString()),
        _ => new(ExitCode.Failed, exception.Message.ReplaceLineEndings(" "), null, exception.ToString()),
    };

    /// <summary>Writes the results that the verb had produced before, and then the message.</summary>
    public void Report(ToolConsole console)
    {
        if (Message is null) return;
        Flush(console.Output);
        console.Error.WriteLine(PrintableText.Message($"error: {Message}"));
        if (Hint is not null) console.Error.WriteLine(PrintableText.Message($"hint: {Hint}"));
        if (console.Verbose) console.Error.WriteLine(Trace);
    }

    private static void Flush(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The first failure is the one to report.
        }
    }
}

/// <summary>A failure that is described already: that of another process.</summary>
/// <param name="failure">The description.</param>
internal sealed class FailureException(Failure failure) : Exception(failure.Message)
{
    public Failure Failure { get; } = failure;
}
