using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Inspect;

/// <summary><c>rnnctl inspect</c>: shows the parts of a trained model.</summary>
internal sealed class InspectVerb : Verb
{
    private const string WorkedExample = """
        rnnctl inspect slots
        rnnctl inspect slots --json
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();
    private readonly Option<string?> _json = JsonOption.Create();

    public InspectVerb(ToolConsole console)
        : base("inspect", "Show what a trained model is made of.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Add(new OptionGroup("Output", _json));
        RunUntilCancelled((parsed, cancellation) => InspectRun.Run(Read(parsed), console, cancellation));
    }

    public InspectRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_modelPath), parsed.IsGiven(_json));
}

internal sealed record InspectRequest(string Model, bool Json);
