using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary><c>rnnctl eval</c>: scores a model, or given output, on labelled files, translations or text.</summary>
internal sealed class EvalVerb : Verb
{
    private const string WorkedExample = """
        rnnctl eval slots valid.tsv
        rnnctl eval slots valid.tsv --json --confusion
        rnnctl eval en-de valid.en valid.de --tokenize none
        rnnctl eval lm valid.txt
        """;

    /// <summary>sacreBLEU's names of the members of <see cref="BleuTokenization"/>, in the same order.</summary>
    private static readonly string[] Tokenizations = ["13a", "none"];

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Labelled files; for a translator two, source and target, or one with a tab between them; for a language model plain text", ArgumentArity.OneOrMore);

    private readonly Option<string?> _confusion = Flag.One("--confusion", "Add the confusion matrix");
    private readonly Option<string?> _predictions = PathArgument.Option("--predictions", "FILE", "Score this output instead of running the model");
    private readonly Option<string> _score = Choice.One(
        "--score", "What labels are scored by: F1 over spans, or accuracy (default: as the model was trained)", Choice.NamesOf(typeof(ScoreKind)),
        fallback: "");

    private readonly Option<string?> _json = JsonOption.Create();
    private readonly CorpusOptions _corpus = new();
    private readonly BeamOptions _beam = new();
    private readonly Option<string> _tokenize = Choice.One("--tokenize", "How BLEU divides lines into tokens", Tokenizations, Tokenizations[0]);
    private readonly ComputeOptions _compute = new();

    public EvalVerb(ToolConsole console)
        : base("eval", "Score a tagger on labelled files, a translator on translations, or a language model on text.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Score", _confusion, _predictions, _score, _json));
        Add(_corpus.Group with { Title = "Data of a tagger" });
        Add(new OptionGroup("Translation", TranslatorsOnly));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => EvalRun.Run(Read(parsed), console, cancellation));
    }

    private IReadOnlyList<Option> TaggersOnly => [_confusion, _score, .. _corpus.Group.Options];

    private IReadOnlyList<Option> TranslatorsOnly => [.. _beam.Options, _tokenize];

    public EvalRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_modelPath),
        Files = parsed.GetRequiredValue(_files),
        Corpus = _corpus.Read(parsed),
        Predictions = parsed.GetValue(_predictions),
        Score = parsed.IsGiven(_score) ? parsed.ReadChoice<ScoreKind>(_score) : null,
        Beam = _beam.Read(parsed),
        Tokenization = Enum.GetValues<BleuTokenization>()[Array.IndexOf(Tokenizations, parsed.GetRequiredValue(_tokenize))],
        GivenOfTaggers = [.. TaggersOnly.Where(parsed.IsGiven).Select(option => option.Name)],
        GivenOfTranslators = [.. TranslatorsOnly.Where(parsed.IsGiven).Select(option => option.Name)],
        Confusion = parsed.IsGiven(_confusion),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };
}

/// <summary>The arguments of <c>rnnctl eval</c>.</summary>
internal sealed record EvalRequest
{
    public required string Model { get; init; }

    /// <summary>The files to score on: labelled files, or sentences and their translations. At least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How labelled files are read.</summary>
    public required GivenLayout Corpus { get; init; }

    /// <summary>A file of labels or translations to score instead of running the model, or null.</summary>
    public required string? Predictions { get; init; }

    /// <summary>What labels are scored by; null for what the tagger is scored by.</summary>
    public required ScoreKind? Score { get; init; }

    public required bool Confusion { get; init; }

    /// <summary>The settings of the beam search.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>How BLEU divides translations into tokens.</summary>
    public required BleuTokenization Tokenization { get; init; }

    /// <summary>The given options that apply only to taggers.</summary>
    public required IReadOnlyList<string> GivenOfTaggers { get; init; }

    /// <summary>The given options that apply only to translators.</summary>
    public required IReadOnlyList<string> GivenOfTranslators { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}
