using System.CommandLine;
using System.CommandLine.Invocation;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Verbs;

namespace Rnnctl.CommandLine;

/// <summary>
/// Prints the help of <c>--help</c>: usage, arguments, options under their headings with their defaults, and an example.
/// </summary>
/// <param name="command">The root command.</param>
internal sealed class HelpText(RnnctlCommand command) : SynchronousCommandLineAction
{
    private const int Width = 100;
    private const int Indent = 2;
    private const int FirstColumn = 30;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb verb)
            WriteVerb(output, verb);
        else
            WriteTool(output);
        return ExitCode.Done;
    }

    private void WriteTool(TextWriter output)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine("Usage: rnnctl VERB [options]");
        WriteHeading(output, "Verbs");
        foreach (Verb verb in command.Verbs)
            WriteRow(output, verb.Name, verb.Description!);
        WriteGeneral(output, verb: null);
        WriteRow(output, "--version", "Show the version");
        output.WriteLine();
        output.WriteLine("rnnctl VERB --help shows a verb's options and a worked example.");
    }

    private void WriteVerb(TextWriter output, Verb verb)
    {
        output.WriteLine(verb.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(verb)}");
        if (verb.Arguments.Count > 0)
            WriteHeading(output, "Arguments");
        foreach (Argument argument in verb.Arguments)
            WriteRow(output, Placeholder(argument), argument.Description!);
        foreach (OptionGroup group in verb.Groups)
            WriteGroup(output, group);
        WriteGeneral(output, verb);
        WriteHeading(output, "Example");
        foreach (string line in verb.Example.Split('\n'))
            output.WriteLine($"  {line}");
    }

    /// <summary>The options of every verb, but for one that the verb has by itself: the <c>--config</c> of <c>sweep</c>.</summary>
    private void WriteGeneral(TextWriter output, Verb? verb)
    {
        OptionGroup general = command.General.Group;
        WriteGroup(output, general with { Options = [.. general.Options.Where(option => verb?.Options.Any(own => own.Name == option.Name) != true)] });
        WriteRow(output, "--help", "Show this help");
    }

    private static string Usage(Verb verb)
    {
        var words = new List<string> { "rnnctl", verb.Name };
        words.AddRange(verb.Arguments.Select(Placeholder));
        words.AddRange(verb.Options.Where(option => option.Required).Select(Form));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string Placeholder(Argument argument)
    {
        string many = argument.Arity.MaximumNumberOfValues > 1 ? argument.Name + "..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{many}]" : many;
    }

    private static void WriteGroup(TextWriter output, OptionGroup group)
    {
        WriteHeading(output, group.Title);
        foreach (Option option in group.Options.Where(option => !option.Hidden))
            WriteRow(output, Form(option), option.Description + Default(option));
    }

    private static void WriteHeading(TextWriter output, string heading)
    {
        output.WriteLine();
        output.WriteLine($"{heading}:");
    }

    private static string Form(Option option)
    {
        if (option.Arity.MaximumNumberOfValues == 0)
            return option.Name;
        string many = option.AllowMultipleArgumentsPerToken ? "..." : "";
        return $"{option.Name} {option.HelpName}{many}";
    }

    private static string Default(Option option)
    {
        if (option.Required)
            return " (required)";
        string value = option.HasDefaultValue ? OptionText.Of(option.GetDefaultValue()) : "";
        return value.Length == 0 ? "" : $" (default {value})";
    }

    private static void WriteRow(TextWriter output, string first, string second)
    {
        const int Start = Indent + FirstColumn;
        string line = new string(' ', Indent) + first;
        if (line.Length >= Start)
        {
            output.WriteLine(line);
            line = "";
        }
        line = line.PadRight(Start - 1);
        foreach (string word in second.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line);
                line = new string(' ', Start - 1);
            }
            line += " " + word;
        }
        output.WriteLine(line);
    }
}
