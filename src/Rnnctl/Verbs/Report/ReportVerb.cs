using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Report;

/// <summary><c>rnnctl report</c>: writes a page about a model and its training, and about what it makes of files.</summary>
internal sealed class ReportVerb : Verb
{
    private const string WorkedExample = """
        rnnctl report slots valid.tsv --output report.html
        rnnctl report en-de valid.en valid.de --output report.html --overwrite
        rnnctl report lm --output report.html
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Files to run the model on: labelled files; for a translator two, source and target, or one with a tab between them; for a language model plain text",
        ArgumentArity.ZeroOrMore);

    private readonly Option<string?> _output = PathArgument.Option("--output", "FILE", "HTML file to write, - for standard output");
    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace a file that is in --output");
    private readonly CorpusOptions _corpus = new();
    private readonly BeamOptions _beam = new();
    private readonly ComputeOptions _compute = new();

    public ReportVerb(ToolConsole console)
        : base(
            "report",
            "Write a page about a model and its training: options, learning curves, scores, worst errors.",
            WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        _output.Required = true;
        Add(new OptionGroup("Output", _output, _overwrite));
        Add(_corpus.Group with { Title = "Data of a tagger" });
        Add(new OptionGroup("Translation", _beam.Options));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => ReportRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">An option is of no use without files.</exception>
    public ReportRequest Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        string[] ofTaggers = [.. _corpus.Group.Options.Where(parsed.IsGiven).Select(option => option.Name)];
        string[] ofTranslators = [.. _beam.Options.Where(parsed.IsGiven).Select(option => option.Name)];
        if (files.Length == 0 && ofTaggers.Concat(ofTranslators).FirstOrDefault() is { } useless)
            throw new InputException($"{useless} is of no use without files");
        return new ReportRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Files = files,
            Output = parsed.GetRequiredValue(_output)!,
            Overwrite = parsed.IsGiven(_overwrite),
            Corpus = _corpus.Read(parsed),
            Beam = _beam.Read(parsed),
            GivenOfTaggers = ofTaggers,
            GivenOfTranslators = ofTranslators,
            Compute = _compute.Read(parsed),
        };
    }
}

/// <summary>The arguments of <c>rnnctl report</c>.</summary>
internal sealed record ReportRequest
{
    public required string Model { get; init; }

    /// <summary>The files to run the model on; empty for a report of the training alone.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The page to write, <c>-</c> for standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Whether to replace an existing file.</summary>
    public required bool Overwrite { get; init; }

    /// <summary>How labelled files are read.</summary>
    public required GivenLayout Corpus { get; init; }

    /// <summary>The settings of the beam search.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>The given options that apply only to taggers.</summary>
    public required IReadOnlyList<string> GivenOfTaggers { get; init; }

    /// <summary>The given options that apply only to translators.</summary>
    public required IReadOnlyList<string> GivenOfTranslators { get; init; }

    public required ComputeSettings Compute { get; init; }
}
