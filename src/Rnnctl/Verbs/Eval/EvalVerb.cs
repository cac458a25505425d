using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary><c>rnnctl eval</c>: scores a model, or someone else's output, on labelled files or translations.</summary>
internal sealed class EvalVerb : Verb
{
    private const string WorkedExample = """
        rnnctl eval slots valid.tsv
        rnnctl eval slots valid.tsv --json --confusion
        rnnctl eval en-de valid.en valid.de --tokenize none
        """;

    /// <summary>The members of <see cref="BleuTokenization"/> in their order, as sacreBLEU names them.</summary>
    private static readonly string[] Tokenizations = ["13a", "none"];

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Labelled files; for a translator two, source and target, or one with a tab between them", ArgumentArity.OneOrMore);

    private readonly Option<string?> _confusion = Flag.One("--confusion", "Add the confusion matrix");
    private readonly Option<string?> _predictions = PathArgument.Option("--predictions", "FILE", "Score this output instead of running the model");
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly CorpusOptions _corpus = new();
    private readonly BeamOptions _beam = new();
    private readonly Option<string> _tokenize = Choice.One("--tokenize", "How BLEU divides lines into tokens", Tokenizations, Tokenizations[0]);
    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public EvalVerb(ToolConsole console)
        : base("eval", "Score a model on labelled files, or a translator on sentences and their translations.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Score", _confusion, _predictions, _json));
        Add(_corpus.Group with { Title = "Data of a tagger" });
        Add(new OptionGroup("Translation", TranslatorsOnly));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => EvalRun.Run(Read(parsed), console, cancellation));
    }

    private IReadOnlyList<Option> TaggersOnly => [_confusion, .. _corpus.Group.Options];

    private IReadOnlyList<Option> TranslatorsOnly => [.. _beam.Options, _tokenize];

    /// <summary>What the user asked for.</summary>
    public EvalRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_modelPath),
        Files = parsed.GetRequiredValue(_files),
        Corpus = _corpus.Read(parsed),
        Predictions = parsed.GetValue(_predictions),
        Beam = _beam.Read(parsed),
        Tokenization = Enum.GetValues<BleuTokenization>()[Array.IndexOf(Tokenizations, parsed.GetRequiredValue(_tokenize))],
        GivenOfTaggers = [.. TaggersOnly.Where(parsed.IsGiven).Select(option => option.Name)],
        GivenOfTranslators = [.. TranslatorsOnly.Where(parsed.IsGiven).Select(option => option.Name)],
        Confusion = parsed.IsGiven(_confusion),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };
}
