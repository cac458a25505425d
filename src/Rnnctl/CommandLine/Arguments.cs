using System.CommandLine;
using System.CommandLine.Parsing;
using Rnnctl.Options;
using Rnnctl.Text;
using Rnnctl.Verbs;

namespace Rnnctl.CommandLine;

/// <summary>The command line together with the options of the <c>--config</c> file.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _origins = [];

    private Arguments(ParseResult parsed) => Parsed = parsed;

    /// <summary>The parsed options of the command line and the file.</summary>
    public ParseResult Parsed { get; private set; }

    /// <summary>Parses the command line, then again with the options of the file.</summary>
    /// <exception cref="InputException">The file cannot be read, or names an option that the verb does not have.</exception>
    public static Arguments Parse(RnnctlCommand command, IReadOnlyList<string> words)
    {
        // System.CommandLine would read further arguments from a file named @FILE; here such a word is an ordinary file name.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var arguments = new Arguments(command.Parse(words, configuration));
        ParseResult parsed = arguments.Parsed;
        bool answered = parsed.Action is HelpText;
        if (!answered && parsed.CommandResult.Command is Verb verb && PathOfFile(command, parsed) is { } path)
            arguments.Parsed = command.Parse(arguments.AddFile(command, verb, words, OptionsFile.Read(path)), configuration);
        return arguments;
    }

    /// <summary>
    /// Returns the place in the file, such as <c>options.yaml:3</c>, of the option that caused the error; null if it came from the command line.
    /// </summary>
    public string? OriginOf(ParseError error)
    {
        SymbolResult? result = error.SymbolResult is ArgumentResult argument ? argument.Parent : error.SymbolResult;
        return result is OptionResult option ? _origins.GetValueOrDefault(option.Option.Name) : null;
    }

    /// <summary>The path after <c>--config</c>; null if there is none, or if it is invalid and will be reported with the other errors.</summary>
    private static string? PathOfFile(RnnctlCommand command, ParseResult parsed) =>
        parsed.GetResult(command.General.Config) is { } given && !given.Errors.Any() ? parsed.GetValue(command.General.Config) : null;

    private List<string> AddFile(RnnctlCommand command, Verb verb, IReadOnlyList<string> words, OptionsFile file)
    {
        Option[] known = [.. Known(command, verb)];
        var ofFile = new OptionWords(file.Path, known);
        HashSet<string> typed = [.. known.Where(Parsed.IsGiven).Select(OptionWords.Subject)];
        var added = new List<string>();
        foreach (OptionsEntry entry in file.Entries)
        {
            if (ofFile.Find(entry) is not { } option)
            {
                if (verb.Unread.Contains(entry.Name)) continue;
                throw ofFile.Unknown(entry);
            }

            if (typed.Contains(OptionWords.Subject(option))) continue;
            _origins[option.Name] = $"{file.Path}:{entry.Line}";
            added.AddRange(ofFile.Of(option, entry));
        }

        List<string> all = [.. words];
        int end = all.IndexOf("--");
        all.InsertRange(end < 0 ? all.Count : end, added);
        return all;
    }

    private static IEnumerable<Option> Known(RnnctlCommand command, Verb verb) =>
        verb.Options.Concat(command.General.Group.Options).Where(option => option != command.General.Config);
}
