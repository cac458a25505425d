using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Average;

/// <summary><c>rnnctl average</c>: makes a model of the mean of several models' weights.</summary>
internal sealed class AverageVerb : Verb
{
    private const string WorkedExample = """
        rnnctl train --train train.tsv --valid valid.tsv --seed 1 --output slots-1
        rnnctl train --train train.tsv --valid valid.tsv --from slots-1 --seed 2 --output slots-2
        rnnctl average slots-1 slots-2 --output slots
        rnnctl eval slots valid.tsv
        """;

    private readonly Argument<string[]> _models = PathArgument.Models("Directories of two trained models or more, of one architecture and vocabulary");
    private readonly Option<string?> _output = PathArgument.Option("--output", "DIR", "Directory to write the mean to");
    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace a model that is in --output");

    public AverageVerb(ToolConsole console)
        : base("average", "Make a model of the mean of several models' weights.", WorkedExample)
    {
        _output.Required = true;
        Arguments.Add(_models);
        Add(new OptionGroup("Output", _output, _overwrite));
        RunToCompletion((parsed, _) => AverageRun.Run(Read(parsed), console));
    }

    public AverageRequest Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_models), parsed.GetRequiredValue(_output)!, parsed.IsGiven(_overwrite));
}

/// <summary>The arguments of <c>rnnctl average</c>.</summary>
/// <param name="Models">The directories of the models.</param>
/// <param name="Output">The directory of the mean.</param>
/// <param name="Overwrite">Whether a model that is in it may be replaced.</param>
internal sealed record AverageRequest(IReadOnlyList<string> Models, string Output, bool Overwrite);
