using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Options;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary>The file of a sweep: options of every run, and below <c>sweep</c> options with lists of values.</summary>
internal sealed class SweepFile
{
    private const string SweptKey = "sweep", OutputKey = "output", ThreadsKey = "threads";

    // What each run gets from the sweep, or what none may have.
    private static readonly Dictionary<string, string> Taken = new()
    {
        ["seed"] = "--seeds of sweep says it",
        ["resume"] = "--resume of sweep goes on",
        ["overwrite"] = "give the sweep another --output",
        ["json"] = "--json of sweep prints the table",
        ["mpi"] = "a run of a sweep is one process",
    };

    private static readonly string[] OfAllRuns = [OutputKey, ThreadsKey];

    // Their scores would be different things.
    private static readonly string[] OfTheScore = ["task", "valid", "metric", "score"];

    private readonly OptionsFile _file;
    private readonly OptionWords _words;
    private readonly Verb _train;

    private SweepFile(OptionsFile file, Verb train)
    {
        (_file, _train) = (file, train);
        _words = new OptionWords(file.Path, [.. train.Options]);
    }

    /// <summary>The options with lists of values.</summary>
    public IReadOnlyList<OptionAlternatives> Swept => _file.Alternatives;

    /// <summary>The directory of the runs, or null.</summary>
    public string? Output => ValueOf(OutputKey);

    /// <summary>The threads of a run, or null.</summary>
    public int? Threads => ValueOf(ThreadsKey) is { } threads ? int.Parse(threads, CultureInfo.InvariantCulture) : null;

    /// <summary>Words for the command line of every run.</summary>
    public IReadOnlyList<string> FixedWords => [.. _file.Entries.Where(entry => !OfAllRuns.Contains(entry.Key)).SelectMany(WordsOf)];

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="train">The verb whose options it holds.</param>
    /// <exception cref="InputException">It is malformed, names an option that is unknown or has no place there, or a value is out of range.</exception>
    public static SweepFile Read(string path, Verb train)
    {
        var file = new SweepFile(OptionsFile.Read(path, SweptKey), train);
        foreach (OptionsEntry entry in file._file.Entries) file.Check(entry);
        foreach (OptionAlternatives swept in file.Swept) file.Check(swept);
        if (file._file.Entries.All(entry => entry.Key != "valid"))
            throw new InputException($"{path}: the option 'valid' is missing: a sweep compares the scores on it");
        return file;
    }

    /// <summary>Words for the command line of a run with one of an option's values.</summary>
    public IEnumerable<string> WordsOf(OptionsEntry entry) => _words.Of(_words.Require(entry), entry);

    private string? ValueOf(string key) => _file.Entries.FirstOrDefault(entry => entry.Key == key)?.Values[0];

    private void Check(OptionAlternatives swept)
    {
        if (swept.Choices.Count == 0) throw At(swept.Line, $"expected a list of values for '{swept.Key}', found an empty one");
        if (OfAllRuns.Contains(swept.Key)) throw At(swept.Line, $"'{swept.Key}' is one for all runs: it stands above '{SweptKey}'");
        if (OfTheScore.Contains(swept.Key)) throw At(swept.Line, $"'{swept.Key}' cannot be swept: the scores of such runs do not compare");
        var seen = new HashSet<string>();
        foreach (OptionsEntry choice in swept.Choices)
        {
            Check(choice);
            string text = SweepSetting.TextOf(choice);
            if (!seen.Add(text)) throw At(choice.Line, $"'{swept.Key}' has the value {text} twice");
        }
    }

    /// <summary>Refuses an option that has no place in the file, and a value that <c>train</c> would refuse.</summary>
    private void Check(OptionsEntry entry)
    {
        if (Taken.TryGetValue(entry.Key, out string? instead)) throw At(entry.Line, $"'{entry.Key}' has no place in a sweep: {instead}");
        Option option = _words.Require(entry);
        ParseResult parsed = _train.Parse([.. _words.Of(option, entry)]);
        ParseError? mistake = entry.Values.Count == 0 ? null : parsed.Errors.FirstOrDefault(error => IsOf(option, error.SymbolResult));
        if (mistake is not null) throw At(entry.Line, mistake.Message);
    }

    private static bool IsOf(Option option, SymbolResult? place) => place switch
    {
        ArgumentResult argument => IsOf(option, argument.Parent),
        OptionResult result => result.Option == option,
        _ => false,
    };

    private InputException At(long line, string message) => InputException.At(_file.Path, line, message);
}
