using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Plot;

/// <summary><c>rnnctl plot</c>: learning curves of one run or of several over one another, or a table of numbers.</summary>
internal sealed class PlotVerb : Verb
{
    private const string WorkedExample = """
        rnnctl plot slots
        rnnctl plot slots-elman slots-lstm slots-gru --output cells.svg
        rnnctl plot slots --output - | rsvg-convert > slots.png
        rnnctl plot scores.tsv --y-label BLEU
        """;

    private readonly Argument<string[]> _paths = PathArgument.Paths(
        "Directories of trained models, or one table, FILE.tsv or FILE.csv: a header, then the x axis in the first column and a line in each other",
        ArgumentArity.OneOrMore);

    private readonly Option<string?> _yLabel = new("--y-label") { Description = "What the numbers of a table are", HelpName = "TEXT" };

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "FILE", "SVG file to write, - for standard output (default, of one model: MODEL/metrics.svg; of a table: FILE.svg)");

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public PlotVerb(ToolConsole console)
        : base("plot", "Draw learning curves (losses, score, gradient norm, learning rate) or a table of numbers, as SVG.", WorkedExample)
    {
        Arguments.Add(_paths);
        Add(new OptionGroup("Table", _yLabel));
        Add(new OptionGroup("Output", _output));
        RunToCompletion((parsed, cancellation) => PlotRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
    public PlotRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_paths), parsed.GetValue(_yLabel), parsed.GetValue(_output));
}
