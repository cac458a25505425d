using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Plot;

/// <summary><c>rnnctl plot</c>: draws learning curves of one or several runs, or a table of numbers.</summary>
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

    private readonly Option<string?> _yLabel = new("--y-label") { Description = "Title of the y axis of a table", HelpName = "TEXT" };

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "FILE", "SVG file to write, - for standard output (default, of one model: MODEL/metrics.svg; of a table: FILE.svg)");

    public PlotVerb(ToolConsole console)
        : base("plot", "Draw learning curves (losses, score, gradient norm, learning rate) or a table of numbers, as SVG.", WorkedExample)
    {
        Arguments.Add(_paths);
        Add(new OptionGroup("Table", _yLabel));
        Add(new OptionGroup("Output", _output));
        RunToCompletion((parsed, cancellation) => PlotRun.Run(Read(parsed), console, cancellation));
    }

    public PlotRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_paths), parsed.GetValue(_yLabel), parsed.GetValue(_output));
}

/// <summary>The arguments of <c>rnnctl plot</c>.</summary>
/// <param name="Paths">The model directories to draw in one figure, or one table; at least one.</param>
/// <param name="YLabel">The title of the y axis of a table, or null.</param>
/// <param name="Output">The file to write, <c>-</c> for standard output, or null for the default.</param>
internal sealed record PlotRequest(IReadOnlyList<string> Paths, string? YLabel, string? Output);
