using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Verbs;
using Rnnctl.Verbs.Train;

namespace Rnnctl.CommandLine;

/// <summary>
/// One run of the tool. It parses the arguments and runs the verb, and ends with its exit code or with the message of a <see cref="Failure"/>.
/// </summary>
/// <param name="console">Where the tool reads and writes.</param>
internal sealed class Application(ToolConsole console)
{
    // After the first Ctrl-C the verb has this long to finish its step and write a checkpoint.
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(30);

    /// <summary>Runs the tool with the words that the user typed and returns an <see cref="ExitCode"/>.</summary>
    public int Run(IReadOnlyList<string> words)
    {
        console.Verbose = words.Contains("--verbose");
        StandardInput.Use(console.OpenInput);
        return Guard(() => Invoke(words));
    }

    /// <summary>Calls <paramref name="run"/> and returns its exit code. An exception becomes a message and an exit code.</summary>
    public int Guard(Func<int> run)
    {
        try
        {
            int code = run();
            console.Output.Flush();
            return code;
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            failure.Report(console);
            return failure.Code;
        }
    }

    private int Invoke(IReadOnlyList<string> words)
    {
        if (words.Count == 0) words = ["--help"];
        var command = new RnnctlCommand(console);
        var arguments = Arguments.Parse(command, words);
        ParseResult parsed = arguments.Parsed;
        if (parsed.Action is ParseErrorAction)
            return Refuse(command, arguments);
        console.Verbose = parsed.IsGiven(command.General.Verbose);
        console.Quiet = parsed.IsGiven(command.General.Quiet);
        using var hangUp = new CancellationTokenSource();
        using PosixSignalRegistration registration = CancelOnHangUp(hangUp);
        var configuration = new InvocationConfiguration
        {
            Output = console.Output,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToSave,
        };
        return parsed.InvokeAsync(configuration, hangUp.Token).GetAwaiter().GetResult();
    }

    /// <summary>Closing the terminal ends the run as Ctrl-C does. Under nohup the runtime ignores the signal.</summary>
    private static PosixSignalRegistration CancelOnHangUp(CancellationTokenSource cancellation) => PosixSignalRegistration.Create(
        PosixSignal.SIGHUP,
        signal =>
        {
            signal.Cancel = true;
            cancellation.Cancel();
        });

    private int Refuse(RnnctlCommand command, Arguments arguments)
    {
        string[] messages = [.. Mistakes(command, arguments).Distinct()];
        Command verb = arguments.Parsed.CommandResult.Command;
        string hint = $"rnnctl{(verb is Verb known ? $" {known.Name}" : "")} --help";
        if (verb is TrainVerb && ProcessGroup.IsLaunched)
            return ProcessGroup.Run(isAsked: false, console, _ => throw new InputException(messages[0], hint), CancellationToken.None);
        foreach (string message in messages)
            console.Error.WriteLine(PrintableText.Message($"error: {message}"));
        console.Error.WriteLine($"hint: {hint}");
        return ExitCode.BadInput;
    }

    private static IEnumerable<string> Mistakes(RnnctlCommand command, Arguments arguments)
    {
        ParseResult parsed = arguments.Parsed;
        if (parsed.CommandResult.Command is not Verb)
            return [UnknownVerb(command, parsed)];
        return parsed.UnmatchedTokens is [var word, ..]
            ? [UnknownWord(command, parsed, word)]
            : parsed.Errors.Select(error => Locate(arguments, error));
    }

    private static string UnknownVerb(RnnctlCommand command, ParseResult parsed)
    {
        string verbs = string.Join(", ", command.Verbs.Select(verb => verb.Name));
        string found = parsed.UnmatchedTokens is [var word, ..] ? $"unknown verb '{word}'" : "no verb given";
        return $"{found}, expected one of {verbs}";
    }

    private static string UnknownWord(RnnctlCommand command, ParseResult parsed, string word)
    {
        if (!word.StartsWith('-'))
            return $"unexpected argument '{word}'";
        IEnumerable<Option> known = parsed.CommandResult.Command.Options.Concat(command.General.Group.Options);
        return Spelling.Meant(word, [.. known.Select(option => option.Name)]) is { } meant
            ? $"unknown option '{word}', did you mean {meant}?"
            : $"unknown option '{word}'";
    }

    private static string Locate(Arguments arguments, ParseError error)
    {
        string message = error.Message;
        return arguments.OriginOf(error) is { } origin ? $"{origin}: {message}" : message;
    }
}
