using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Tag;

/// <summary><c>rnnctl tag</c>: a filter that labels the sentences it reads, a line for every line.</summary>
internal sealed class TagVerb : Verb
{
    private const string WorkedExample = """
        echo "arrive Taipei on November 2nd" | rnnctl tag slots
        rnnctl tag slots sentences.txt --output-format conll > tagged.conll
        echo "arrive Taipei on November 2nd" | rnnctl tag slots --nbest 3
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences of space-separated tokens, one a line (default: standard input)", ArgumentArity.ZeroOrMore);

    private readonly Option<string> _format =
        Choice.One("--format", "How the sentences are written; labels and other columns that the model does not read are dropped", TagInputFormat.Text);

    private readonly Option<OptionValue<int>> _tokenColumn = WholeNumber.One("--token-column", "Column of conll that holds the tokens, from 1", 1, 1);

    private readonly Option<string> _outputFormat = Choice.One("--output-format", "How a sentence is written", TagOutputFormat.Tsv);
    private readonly Option<string?> _probabilities = Flag.One("--probabilities", "Give each label with its probability");

    private readonly Option<OptionValue<int?>> _nbest = WholeNumber.Optional(
        "--nbest",
        "Give the N best label sequences, a line each: tokens, labels and probability, tabs between them; json: an array of "
        + "{tokens, labels, probability} a line. Fewer where there are no more",
        least: 1);

    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public TagVerb(ToolConsole console)
        : base("tag", "Label sentences: a line out for every line in, as they come.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Data", _format, _tokenColumn));
        Add(new OptionGroup("Output", _outputFormat, _probabilities, _nbest));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => TagRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public TagRequest Read(ParseResult parsed)
    {
        if (parsed.IsGiven(_probabilities) && parsed.IsGiven(_nbest))
            throw new InputException("--probabilities and --nbest exclude each other");
        BeamOptions.RequireFew(_nbest.Name, parsed.Read(_nbest) ?? 1);
        return new TagRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Files = parsed.GetValue(_files) ?? [],
            Format = parsed.ReadChoice<TagInputFormat>(_format),
            TokenColumn = parsed.Read(_tokenColumn) - 1,
            OutputFormat = parsed.ReadChoice<TagOutputFormat>(_outputFormat),
            Probabilities = parsed.IsGiven(_probabilities),
            NBest = parsed.Read(_nbest),
            Compute = _compute.Read(parsed),
        };
    }
}
