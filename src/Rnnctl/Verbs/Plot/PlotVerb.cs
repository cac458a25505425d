using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Plot;

/// <summary><c>rnnctl plot</c>: learning curves of one run or of several over one another.</summary>
internal sealed class PlotVerb : Verb
{
    private const string WorkedExample = """
        rnnctl plot slots
        rnnctl plot slots-elman slots-lstm slots-gru --output cells.svg
        rnnctl plot slots --output - | rsvg-convert > slots.png
        """;

    private readonly Argument<string[]> _models = PathArgument.Models();

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "FILE", "SVG file to write, - for standard output (default, of one model: MODEL/metrics.svg)");

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public PlotVerb(ToolConsole console)
        : base("plot", "Draw learning curves from metrics.csv: losses, score, gradient norm and learning rate, as SVG.", WorkedExample)
    {
        Arguments.Add(_models);
        Add(new OptionGroup("Output", _output));
        RunToCompletion((parsed, cancellation) => PlotRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
    public PlotRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_models), parsed.GetValue(_output));
}
