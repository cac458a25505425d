using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Requests;
using Rnnctl.Runs.Inspect;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs;

/// <summary><c>rnnctl inspect</c>: what a trained model is made of.</summary>
internal sealed class InspectVerb : Verb
{
    private const string WorkedExample = """
        rnnctl inspect slots
        rnnctl inspect slots --json
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();
    private readonly Option<string?> _json = JsonOption.Create();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public InspectVerb(ToolConsole console)
        : base("inspect", "Show what a trained model is made of.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Add(new OptionGroup("Output", _json));
        RunUntilCancelled((parsed, cancellation) => InspectRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
    public InspectRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_modelPath), parsed.IsGiven(_json));
}
