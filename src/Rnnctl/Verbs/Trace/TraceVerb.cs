using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Trace;

/// <summary><c>rnnctl trace</c>: shows what a network did with each sentence, step by step.</summary>
internal sealed class TraceVerb : Verb
{
    private const string WorkedExample = """
        echo "arrive Taipei on November 2nd" | rnnctl trace slots
        echo "arrive Taipei on November 2nd" | rnnctl trace slots --direction forward --unit 3 17
        echo "arrive Taipei on November 2nd" | rnnctl trace slots --svg slots.svg
        rnnctl trace slots sentences.txt --json > traces.jsonl
        rnnctl trace slots valid.tsv --search B-destination
        rnnctl trace slots sentences.txt --search-word arrive
        """;

    private const int MostUnit = 1 << 20;
    private const int UsualLabels = 3;
    private const int UsualFound = 10;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences, one a line; with --search labelled files (default: standard input)", ArgumentArity.ZeroOrMore);

    private readonly Option<OptionValue<int?>> _layer = WholeNumber.Optional("--layer", "Recurrent layer, from 1 (default: all)", least: 1);
    private readonly Option<string> _direction = Choice.One("--direction", "Direction of the layers", TraceDirection.Both);

    private readonly Option<int[]> _units = WholeNumber.Many(
        "--unit", "Units, from 1 (default: in the table the first 8, else all)", least: 1, MostUnit);

    private readonly Option<OptionValue<int?>> _labels = WholeNumber.Optional(
        "--labels",
        "Labels of a tagger that are scored for each token, best first; 0 for none. A label's gap is the score of the best labelling that has it there, minus "
        + "the best score of all (default 3)",
        least: 0);

    private readonly Option<string?> _json = JsonOption.Create("Print one JSON object per sentence, with all units; with --search one object in all");
    private readonly Option<string?> _svg = PathArgument.Option(
        "--svg", "FILE", "Draw the first sentence to an SVG file: units by tokens, one panel a gate or state");

    private readonly Option<string?> _search = new("--search")
    {
        Description = "List the units whose state best separates the tokens with this label from all others, by the area under the ROC curve",
        HelpName = "LABEL",
    };

    private readonly Option<string?> _searchWord = new("--search-word")
    {
        Description = "List the units whose state best shows that this word was read before, in the direction of the layer",
        HelpName = "WORD",
    };

    private readonly Option<OptionValue<int?>> _count = WholeNumber.Optional("--count", "Units that a search lists (default 10)", least: 1);
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    public TraceVerb(ToolConsole console)
        : base("trace", "Show what a network did with a sentence: gates, memory and state of each layer at every token.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("What is shown", _layer, _direction, _units, _labels));
        Add(new OptionGroup("Search", _search, _searchWord, _count));
        Add(new OptionGroup("Output", _json, _svg));
        Add(_corpus.Group with { Title = "Data of --search" });
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => TraceRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">Two options exclude each other, or one needs another.</exception>
    public TraceRequest Read(ParseResult parsed)
    {
        string? label = parsed.GetValue(_search), word = parsed.GetValue(_searchWord);
        if (label is not null && word is not null) throw new InputException("--search and --search-word exclude each other");
        bool searches = label is not null || word is not null;
        Option[] ofCorpus = [.. _corpus.Group.Options];
        if (label is null && Array.Find(ofCorpus, parsed.IsGiven) is { } corpusOption)
            throw new InputException($"{corpusOption.Name} is of no use without --search: other sentences are plain text");
        if (!searches && parsed.IsGiven(_count)) throw new InputException("--count is of no use without --search or --search-word");
        Option[] ofTraces = [_units, _labels, _svg];
        if (searches && Array.Find(ofTraces, parsed.IsGiven) is { } option) throw new InputException($"{option.Name} is of no use with a search");
        return new TraceRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Files = parsed.GetValue(_files) ?? [],
            Parts = new TraceParts(parsed.Read(_layer), parsed.ReadChoice<TraceDirection>(_direction), parsed.GetValue(_units) ?? []),
            Labels = parsed.Read(_labels) ?? UsualLabels,
            HasLabels = parsed.IsGiven(_labels),
            Label = label,
            Word = word,
            Count = parsed.Read(_count) ?? UsualFound,
            Corpus = _corpus.Read(parsed),
            Json = parsed.IsGiven(_json),
            Svg = parsed.GetValue(_svg),
            Compute = _compute.Read(parsed),
        };
    }
}

/// <summary>The arguments of <c>rnnctl trace</c>.</summary>
internal sealed record TraceRequest
{
    public required string Model { get; init; }

    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required TraceParts Parts { get; init; }

    /// <summary>How many labels of each token are scored.</summary>
    public required int Labels { get; init; }

    /// <summary>Whether the user said how many.</summary>
    public required bool HasLabels { get; init; }

    /// <summary>The label to search for, or null.</summary>
    public required string? Label { get; init; }

    /// <summary>The word to search for, or null.</summary>
    public required string? Word { get; init; }

    /// <summary>How many units a search lists.</summary>
    public required int Count { get; init; }

    /// <summary>How the labelled files of a search are read.</summary>
    public required GivenLayout Corpus { get; init; }

    public required bool Json { get; init; }

    public required string? Svg { get; init; }

    public required ComputeSettings Compute { get; init; }
}
