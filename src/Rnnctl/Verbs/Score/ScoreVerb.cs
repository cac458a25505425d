using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Score;

/// <summary><c>rnnctl score</c>: prints the log-probability that a model gives to each sentence, pair or labelled sentence.</summary>
internal sealed class ScoreVerb : Verb
{
    private const string WorkedExample = """
        rnnctl score lm sentences.txt
        echo "two dogs play" | rnnctl score lm --words
        rnnctl score en-de valid.en valid.de
        rnnctl score slots valid.tsv --json
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences of a language model, one a line; for a translator two files, source and target, or files with a tab between them; for a tagger labelled "
        + "files (default: -, standard input)",
        ArgumentArity.ZeroOrMore);

    private readonly Option<string?> _words = Flag.One("--words", "Add the log-probability of each symbol: of words, segments or characters, and of labels");
    private readonly Option<string?> _json = JsonOption.Create("Print one JSON object per line: log_probability, and with --words symbols");
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    public ScoreVerb(ToolConsole console)
        : base("score", "Print the log-probability of each sentence, translation or labelled sentence.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Output", _words, _json));
        Add(_corpus.Group with { Title = "Data of a tagger" });
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => ScoreRun.Run(Read(parsed), console, cancellation));
    }

    public ScoreRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_modelPath),
        Files = parsed.GetValue(_files) ?? [],
        Corpus = _corpus.Read(parsed),
        GivenOfTaggers = [.. _corpus.Group.Options.Where(parsed.IsGiven).Select(option => option.Name)],
        Words = parsed.IsGiven(_words),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };
}

/// <summary>The arguments of <c>rnnctl score</c>.</summary>
internal sealed record ScoreRequest
{
    public required string Model { get; init; }

    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How labelled files are read.</summary>
    public required GivenLayout Corpus { get; init; }

    /// <summary>The given options that apply only to taggers.</summary>
    public required IReadOnlyList<string> GivenOfTaggers { get; init; }

    /// <summary>Whether to print the log-probability of each symbol.</summary>
    public required bool Words { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}
