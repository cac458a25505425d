using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Landscape;

/// <summary><c>rnnctl landscape</c>: the loss over a plane through a trained model.</summary>
internal sealed class LandscapeVerb : Verb
{
    private const string WorkedExample = """
        rnnctl landscape slots valid.tsv --svg slots.svg
        rnnctl landscape slots valid.tsv --weights encoder.weight_hh_l0[0,0] encoder.bias_hh_l0[0]
        """;

    // The loss is measured at each point of the square.
    private const int MostPoints = 1000;

    private readonly Argument<string> _modelPath = PathArgument.Model();
    private readonly Argument<string[]> _files = PathArgument.Files("Labelled files whose loss is the height", ArgumentArity.OneOrMore);

    private readonly Option<string[]> _weights = new("--weights")
    {
        Description = "Two weights, NAME[i,j] or NAME[i], as axes (default: two random directions, filter by filter as long as the weights, Li et al. 2018)",
        HelpName = "NAME NAME",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<OptionValue<double>> _radius = RealNumber.One("--radius", "How far to go from the model, to each side", Interval.Positive, 1);
    private readonly Option<OptionValue<int>> _points = WholeNumber.One("--points", "Points to a side of the grid", 3, 25, MostPoints);
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly Option<string?> _csv = PathArgument.Option("--csv", "FILE", "Write the loss at every point to a CSV file");
    private readonly Option<string?> _svg = PathArgument.Option("--svg", "FILE", "Draw a heat map with contours to an SVG file");
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
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

    /// <summary>What the user asked for.</summary>
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
