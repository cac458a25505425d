using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Requests;
using Rnnctl.Runs.Devices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs;

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
