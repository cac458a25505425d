using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Devices;

/// <summary><c>rnnctl devices</c>: lists the devices of this machine.</summary>
internal sealed class DevicesVerb : Verb
{
    private const string WorkedExample = """
        rnnctl devices
        rnnctl devices --json
        """;

    private readonly Option<string?> _json = JsonOption.Create();

    public DevicesVerb(ToolConsole console)
        : base("devices", "List the devices that can compute on this machine.", WorkedExample)
    {
        Add(new OptionGroup("Output", _json));
        RunUntilCancelled((parsed, cancellation) => DevicesRun.Run(Read(parsed), console, cancellation));
    }

    public DevicesRequest Read(ParseResult parsed) => new(parsed.IsGiven(_json));
}

internal sealed record DevicesRequest(bool Json);
