using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Landscape;

/// <summary><c>rnnctl landscape</c>: shows the loss over a plane of weights through a trained model.</summary>
internal sealed class LandscapeVerb : Verb
{
    private const string WorkedExample = """
        rnnctl landscape slots valid.tsv --svg slots.svg
        rnnctl landscape slots valid.tsv --weights encoder.weight_hh_l0[0,0] encoder.bias_hh_l0[0]
        """;

    // The grid is square, so the loss is measured at the square of this number of points.
    private const int MostPoints = 1000;

    private readonly Argument<string> _modelPath = PathArgument.Model();
    private readonly Argument<string[]> _files = PathArgument.Files("Labelled files to measure the loss on", ArgumentArity.OneOrMore);

    private readonly Option<string[]> _weights = new("--weights")
    {
        Description = "Two weights, NAME[i,j] or NAME[i], as axes (default: two random directions, filter by filter as long as the weights, Li et al. 2018)",
        HelpName = "NAME NAME",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<OptionValue<double>> _radius = RealNumber.One(
        "--radius", "How far the plane extends from the model in each direction", Interval.Positive, 1);

    private readonly Option<OptionValue<int>> _points = WholeNumber.One("--points", "Points per side of the grid", 3, 25, MostPoints);
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly Option<string?> _csv = PathArgument.Option("--csv", "FILE", "Write the loss at every point to a CSV file");
    private readonly Option<string?> _svg = PathArgument.Option("--svg", "FILE", "Draw a heat map with contours to an SVG file");
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    public LandscapeVerb(ToolConsole console)
        : base("landscape", "Show the loss over a plane through a model: two random directions, or two of its weights.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Plane", _weights, _radius, _points));
        Add(new OptionGroup("Output", _json, _csv, _svg));
        Add(_corpus.Group);
        Add(_compute.Group);
        RunToCompletion((parsed, cancellation) => LandscapeRun.Run(Read(parsed), console, cancellation));
    }

    public LandscapeRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_modelPath),
        Files = parsed.GetRequiredValue(_files),
        Weights = parsed.GetValue(_weights) ?? [],
        Radius = parsed.Read(_radius),
        Points = parsed.Read(_points),
        Corpus = _corpus.Read(parsed),
        Json = parsed.IsGiven(_json),
        Csv = parsed.GetValue(_csv),
        Svg = parsed.GetValue(_svg),
        Compute = _compute.Read(parsed),
    };
}

/// <summary>The arguments of <c>rnnctl landscape</c>.</summary>
internal sealed record LandscapeRequest
{
    public required string Model { get; init; }

    /// <summary>The labelled files to measure the loss on; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The names of the two weights that are the axes; empty for two random directions.</summary>
    public required IReadOnlyList<string> Weights { get; init; }

    /// <summary>How far the plane extends from the model in each direction.</summary>
    public required double Radius { get; init; }

    /// <summary>Points per side of the grid.</summary>
    public required int Points { get; init; }

    public required GivenLayout Corpus { get; init; }

    public required bool Json { get; init; }

    public required string? Csv { get; init; }

    public required string? Svg { get; init; }

    public required ComputeSettings Compute { get; init; }
}
