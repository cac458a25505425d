using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Requests;
using Rnnctl.Runs.Eval;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs;

/// <summary><c>rnnctl eval</c>: scores a model, or someone else's output, on labelled files.</summary>
internal sealed class EvalVerb : Verb
{
    private const string WorkedExample = """
        rnnctl eval slots valid.tsv
        rnnctl eval slots valid.tsv --json --confusion
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();
    private readonly Argument<string[]> _files = PathArgument.Files("Labelled files", ArgumentArity.OneOrMore);
    private readonly Option<string?> _confusion = Flag.One("--confusion", "Add the confusion matrix");
    private readonly Option<string?> _predictions = PathArgument.Option("--predictions", "FILE", "Score this output instead of running the model");
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public EvalVerb(ToolConsole console)
        : base("eval", "Score a model on labelled files.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Score", _confusion, _predictions, _json));
        Add(_corpus.Group);
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => EvalRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
    public EvalRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_modelPath),
        Files = parsed.GetRequiredValue(_files),
        Corpus = _corpus.Read(parsed),
        Predictions = parsed.GetValue(_predictions),
        Confusion = parsed.IsGiven(_confusion),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };
}
