using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Eval;

/// <summary><c>rnnctl eval</c>: scores a model, or given output, on labelled files, translations or text.</summary>
internal sealed class EvalVerb : Verb
{
    private const string WorkedExample = """
        rnnctl eval slots valid.tsv
        rnnctl eval slots valid.tsv --json --confusion
        rnnctl eval en-de valid.en valid.de --tokenize none
        rnnctl eval lm valid.txt
        rnnctl eval --predictions hyp.de --reference valid.de ref2.de --chrf-word-order 2
        rnnctl eval --predictions hyp.de --reference valid.de --compare other.de --resamples 1000
        rnnctl eval --predictions predicted.conll --reference gold.conll --errors 10
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Labelled files; for a translator two, source and target, or one with a tab between them; for a language model plain text", ArgumentArity.ZeroOrMore);

    private readonly Option<string?> _confusion = Flag.One("--confusion", "Add the confusion matrix");
    private readonly Option<string?> _predictions = PathArgument.Option("--predictions", "HYP", "Score this output instead of running the model");

    private readonly Option<string[]> _reference = PathArgument.Options(
        "--reference", "REF", "Without MODEL what --predictions is scored against: labelled files, or translations; of a translator further references");

    private readonly Option<string> _task = Choice.One(
        "--task", "What --reference holds, labels or translations (default: found out)", Choice.NamesOf(typeof(EvalTask)), fallback: "");

    private readonly Option<OptionValue<int?>> _errors = WholeNumber.Optional("--errors", "Add the N most frequent errors of a tagger with examples", 1);
    private readonly Option<string> _score = Choice.One(
        "--score", "What labels are scored by: F1 over spans, or accuracy (default: as the model was trained)", Choice.NamesOf(typeof(ScoreKind)),
        fallback: "");

    private readonly Option<string?> _json = JsonOption.Create();
    private readonly CorpusOptions _corpus = new();
    private readonly BeamOptions _beam = new();
    private readonly TranslationOptions _translation = new();
    private readonly ComputeOptions _compute = new();

    public EvalVerb(ToolConsole console)
        : base("eval", "Score a tagger, a translator or a language model on files, or anybody's output without a model.", WorkedExample)
    {
        _modelPath.Arity = ArgumentArity.ZeroOrOne;
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Score", _predictions, _reference, _task, _confusion, _errors, _score, _json));
        Add(_corpus.Group with { Title = "Data of a tagger" });
        Add(new OptionGroup("Translation", [.. _translation.All, .. _beam.Options]));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => EvalRun.Run(Read(parsed), console, cancellation));
    }

    private IReadOnlyList<Option> TaggersOnly => [_confusion, _errors, _score, .. _corpus.Group.Options];

    private IReadOnlyList<Option> TranslatorsOnly => [.. _beam.Options, .. _translation.All];

    private IEnumerable<Option> ModelsOnly => [.. _beam.Options, .. _compute.Group.Options.Where(option => option.Name != "--seed")];

    public EvalRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(_modelPath),
        Files = parsed.GetValue(_files) ?? [],
        Corpus = _corpus.Read(parsed),
        Predictions = parsed.GetValue(_predictions),
        References = parsed.GetValue(_reference) ?? [],
        Task = parsed.IsGiven(_task) ? parsed.ReadChoice<EvalTask>(_task) : null,
        Score = parsed.IsGiven(_score) ? parsed.ReadChoice<ScoreKind>(_score) : null,
        Beam = _beam.Read(parsed),
        Translation = _translation.Read(parsed),
        GivenOfTaggers = Given(parsed, TaggersOnly),
        GivenOfTranslators = Given(parsed, TranslatorsOnly),
        GivenOfModels = Given(parsed, ModelsOnly),
        Confusion = parsed.IsGiven(_confusion),
        Errors = parsed.Read(_errors),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };

    private static string[] Given(ParseResult parsed, IEnumerable<Option> options) => [.. options.Where(parsed.IsGiven).Select(option => option.Name)];
}

/// <summary>What is scored without a model.</summary>
internal enum EvalTask
{
    /// <summary>Labelled sentences.</summary>
    Tag,

    /// <summary>Translations.</summary>
    Translate,
}

/// <summary>The arguments of <c>rnnctl eval</c>.</summary>
internal sealed record EvalRequest
{
    /// <summary>The model's directory; null to score <see cref="Predictions"/> against <see cref="References"/>.</summary>
    public required string? Model { get; init; }

    /// <summary>The files to score a model on: labelled files, or sentences and their translations.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How labelled files are read.</summary>
    public required GivenLayout Corpus { get; init; }

    /// <summary>A file of labels or translations to score instead of running the model, or null.</summary>
    public required string? Predictions { get; init; }

    /// <summary>The files of <c>--reference</c>.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>What the files of <c>--reference</c> hold; null where the user did not say.</summary>
    public required EvalTask? Task { get; init; }

    /// <summary>What labels are scored by; null for what the tagger is scored by.</summary>
    public required ScoreKind? Score { get; init; }

    public required bool Confusion { get; init; }

    /// <summary>How many of the most frequent errors to print; null for none.</summary>
    public required int? Errors { get; init; }

    /// <summary>The settings of the beam search.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>How translations are scored.</summary>
    public required TranslationScoring Translation { get; init; }

    /// <summary>The given options that apply only to taggers.</summary>
    public required IReadOnlyList<string> GivenOfTaggers { get; init; }

    /// <summary>The given options that apply only to translators.</summary>
    public required IReadOnlyList<string> GivenOfTranslators { get; init; }

    /// <summary>The given options that apply only where a model runs.</summary>
    public required IReadOnlyList<string> GivenOfModels { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}
