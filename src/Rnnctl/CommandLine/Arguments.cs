using System.CommandLine;
using System.CommandLine.Parsing;
using Rnnctl.Options;
using Rnnctl.Text;
using Rnnctl.Verbs;

namespace Rnnctl.CommandLine;

/// <summary>The command line together with the options of the <c>--config</c> file.</summary>
internal sealed class Arguments
{
    private const string Negation = "--no-";
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
        HashSet<string> typed = [.. Known(command, verb).Where(Parsed.IsGiven).Select(Subject)];
        var added = new List<string>();
        foreach (OptionsEntry entry in file.Entries)
        {
            if (Find(command, verb, entry, file.Path) is not { } option || typed.Contains(Subject(option)))
                continue;
            _origins[option.Name] = $"{file.Path}:{entry.Line}";
            added.AddRange(option.Arity.MaximumNumberOfValues == 0
                ? FlagWords(verb, option, entry, file.Path)
                : entry.Values.Select(value => $"{option.Name}={value}"));
        }
        List<string> all = [.. words];
        int end = all.IndexOf("--");
        all.InsertRange(end < 0 ? all.Count : end, added);
        return all;
    }

    private static Option? Find(RnnctlCommand command, Verb verb, OptionsEntry entry, string path)
    {
        Option? option = Known(command, verb).FirstOrDefault(option => option.Name == entry.Name);
        if (option is not null || verb.Unread.Contains(entry.Name))
            return option;
        IEnumerable<string> names = Known(command, verb).Select(known => known.Name[2..]).Order();
        throw InputException.At(path, entry.Line, $"unknown option '{entry.Key}', expected one of {string.Join(", ", names)}");
    }

    private static IEnumerable<string> FlagWords(Verb verb, Option flag, OptionsEntry entry, string path) => entry.Values switch
    {
        ["true"] => [flag.Name],
        ["false"] => verb.Options.Where(option => option != flag && Subject(option) == Subject(flag)).Select(option => option.Name),
        _ => throw InputException.At(path, entry.Line, $"{flag.Name}: expected true or false, found '{string.Join(", ", entry.Values)}'"),
    };

    private static IEnumerable<Option> Known(RnnctlCommand command, Verb verb) =>
        verb.Options.Concat(command.General.Group.Options).Where(option => option != command.General.Config);

    // A flag and its negation have the same subject, so that --no-bidirectional on the command line wins over bidirectional in a file.
    private static string Subject(Option option) =>
        option.Name.StartsWith(Negation, StringComparison.Ordinal) ? "--" + option.Name[Negation.Length..] : option.Name;
}
