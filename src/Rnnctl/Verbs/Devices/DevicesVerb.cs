using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Devices;

/// <summary><c>rnnctl devices</c>: what can compute here, and why not.</summary>
internal sealed class DevicesVerb : Verb
{
    private const string WorkedExample = """
        rnnctl devices
        rnnctl devices --json
        """;

    private readonly Option<string?> _json = JsonOption.Create();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public DevicesVerb(ToolConsole console)
        : base("devices", "Say what can compute here.", WorkedExample)
    {
        Add(new OptionGroup("Output", _json));
        RunUntilCancelled((parsed, cancellation) => DevicesRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
    public DevicesRequest Read(ParseResult parsed) => new(parsed.IsGiven(_json));
}

/// <summary>What <c>rnnctl devices</c> was asked to do.</summary>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record DevicesRequest(bool Json);
