using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Tag;

/// <summary><c>rnnctl tag</c>: a filter that labels sentences, one output line for each input line.</summary>
internal sealed class TagVerb : Verb
{
    private const string WorkedExample = """
        echo "arrive Taipei on November 2nd" | rnnctl tag slots
        rnnctl tag slots sentences.txt --output-format conll > tagged.conll
        rnnctl tag upos raw.conllu --format conllu --output-format conllu > tagged.conllu
        echo "arrive Taipei on November 2nd" | rnnctl tag slots --nbest 3
        echo "arrive Taipei on November 2nd" | rnnctl tag slots --spans --output-format json
        rnnctl tag slots-1 sentences.txt --ensemble slots-2 slots-3
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences of space-separated tokens, one a line (default: -, standard input)", ArgumentArity.ZeroOrMore);

    private readonly Option<string> _format =
        Choice.One("--format", "Format of the input; labels and other columns that the model does not read are dropped", TagInputFormat.Text);

    private readonly Option<OptionValue<int?>> _tokenColumn = WholeNumber.Optional(
        "--token-column", "Column of conll that holds the tokens, from 1 (default: as in training)", least: 1);

    private readonly Option<string> _outputFormat = Choice.One(
        "--output-format",
        "Format of the output; conllu repeats the lines of CoNLL-U input, with the labels in the model's column. The intents of a model of train --intent "
        + "are a third column of tsv, the key intent of json, a comment # intent = ... of conll and conllu; slash, labels and --nbest leave them out",
        TagOutputFormat.Tsv);

    private readonly Option<string?> _probabilities = Flag.One("--probabilities", "Print each label with its probability, and the intent with its own");

    private readonly Option<string?> _spans = Flag.One(
        "--spans",
        "With json, add the spans that the labels mark: {type, first, last, text, probability}, tokens counted from 0. A span's probability is that of all "
        + "labellings which have it");

    private readonly Option<OptionValue<int?>> _nbest = WholeNumber.Optional(
        "--nbest",
        "Print the N best label sequences, or all if there are fewer. One line each: tokens, labels and probability, separated by tabs; "
        + "with json one line per sentence, an array of {tokens, labels, probability}",
        least: 1);

    private readonly Option<string[]> _ensemble = PathArgument.Options(
        "--ensemble", "MODEL", "More models with the same labels; the mean of all models' probabilities decides, or of their scores where they have a --crf");

    private readonly ComputeOptions _compute = new();

    public TagVerb(ToolConsole console)
        : base("tag", "Label sentences as they arrive: one output line for each input line.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Models", _ensemble));
        Add(new OptionGroup("Data", _format, _tokenColumn));
        Add(new OptionGroup("Output", _outputFormat, _probabilities, _spans, _nbest));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => TagRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">Two options exclude each other.</exception>
    public TagRequest Read(ParseResult parsed)
    {
        if (parsed.IsGiven(_probabilities) && parsed.IsGiven(_nbest))
            throw new InputException("--probabilities and --nbest exclude each other");
        if (parsed.IsGiven(_spans) && parsed.IsGiven(_nbest)) throw new InputException("--spans and --nbest exclude each other");
        if (parsed.IsGiven(_spans) && parsed.ReadChoice<TagOutputFormat>(_outputFormat) != TagOutputFormat.Json)
            throw new InputException("--spans needs --output-format json: other formats have no place for spans");
        if (parsed.ReadChoice<TagOutputFormat>(_outputFormat) == TagOutputFormat.Conllu && parsed.ReadChoice<TagInputFormat>(_format) != TagInputFormat.Conllu)
            throw new InputException("--output-format conllu writes the lines of CoNLL-U input: it needs --format conllu");
        BeamOptions.RequireFew(_nbest.Name, parsed.Read(_nbest) ?? 1);
        return new TagRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Ensemble = parsed.GetValue(_ensemble) ?? [],
            Files = parsed.GetValue(_files) ?? [],
            Format = parsed.ReadChoice<TagInputFormat>(_format),
            TokenColumn = parsed.Read(_tokenColumn) - 1,
            OutputFormat = parsed.ReadChoice<TagOutputFormat>(_outputFormat),
            Probabilities = parsed.IsGiven(_probabilities),
            Spans = parsed.IsGiven(_spans),
            NBest = parsed.Read(_nbest),
            Compute = _compute.Read(parsed),
        };
    }
}

/// <summary>The arguments of <c>rnnctl tag</c>.</summary>
internal sealed record TagRequest
{
    public required string Model { get; init; }

    /// <summary>The directories of the other models that label together with it; empty for none.</summary>
    public required IReadOnlyList<string> Ensemble { get; init; }

    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required TagInputFormat Format { get; init; }

    /// <summary>The column of the tokens in CoNLL input, counted from 0; null for that of training.</summary>
    public required int? TokenColumn { get; init; }

    public required TagOutputFormat OutputFormat { get; init; }

    /// <summary>Whether to print the probability of each label.</summary>
    public required bool Probabilities { get; init; }

    /// <summary>Whether to print the spans that the labels mark, with their probabilities.</summary>
    public required bool Spans { get; init; }

    /// <summary>How many of the best label sequences to print, with their probabilities; null for only the best, without its probability.</summary>
    public required int? NBest { get; init; }

    public required ComputeSettings Compute { get; init; }
}
