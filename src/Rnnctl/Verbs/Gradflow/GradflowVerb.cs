using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Curves;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Gradflow;

/// <summary><c>rnnctl gradflow</c>: measures how the gradient flows back through time.</summary>
internal sealed class GradflowVerb : Verb
{
    private const string WorkedExample = """
        rnnctl gradflow slots valid.tsv --svg slots.svg
        rnnctl gradflow --cell elman lstm gru --steps 100 --csv cells.csv
        rnnctl gradflow --linear 0.99 1 1.01 --steps 1000
        """;

    // Each step is a point of every curve; larger numbers would only cost memory and hours.
    private const int MostSteps = 100_000;
    private const int MostSequences = 100_000;

    private readonly Argument<string[]> _paths = PathArgument.Paths(
        "Directories of trained models, then labelled files (without files: random sequences)", ArgumentArity.ZeroOrMore);

    private readonly Option<string[]> _cells = Choice.Several("--cell", "Cells with random weights, as training starts with", [.. CellCatalog.Names]);

    private readonly Option<double[]> _linear = RealNumber.Several(
        "--linear", "W", "Recurrent weights of a linear unit, h = w h' + x with the input 1, 0, 0, ...", Interval.Finite);

    private readonly Option<OptionValue<int>> _hidden = WholeNumber.One(
        "--hidden", "Units of a cell's hidden state", 1, 64, ArchitectureConfiguration.LargestWidth);
    private readonly Option<OptionValue<int>> _layers = WholeNumber.One("--layers", "Layers of a cell", 1, 1, ArchitectureConfiguration.MostLayers);
    private readonly Option<OptionValue<int>> _steps = WholeNumber.One(
        "--steps", "Time steps of random sequences, and of --linear", 1, RandomSequences.UsualSteps, MostSteps);
    private readonly Option<OptionValue<int>> _sequences = WholeNumber.One(
        "--sequences", "Random sequences", 1, RandomSequences.UsualCount, MostSequences);
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly Option<string?> _csv = PathArgument.Option("--csv", "FILE", "Write all points of the curves to a CSV file");
    private readonly Option<string?> _svg = PathArgument.Option("--svg", "FILE", "Draw the curves to an SVG file");
    private readonly CorpusOptions _corpus = new();
    private readonly ComputeOptions _compute = new();

    public GradflowVerb(ToolConsole console)
        : base("gradflow", "Show how the gradient travels back through time: the norms of dL_T/dh_t and dL_T/dc_t against T - t.", WorkedExample)
    {
        Arguments.Add(_paths);
        Add(new OptionGroup("Instead of a model", _cells, _linear, _hidden, _layers));
        Add(new OptionGroup("Random sequences", _steps, _sequences));
        Add(new OptionGroup("Output", _json, _csv, _svg));
        Add(_corpus.Group);
        Add(_compute.Group);
        RunToCompletion((parsed, cancellation) => GradflowRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">Two options exclude each other.</exception>
    public GradflowRequest Read(ParseResult parsed)
    {
        string[] cells = parsed.GetValue(_cells) ?? [];
        double[] linear = parsed.GetValue(_linear) ?? [];
        if (cells.Length > 0 && linear.Length > 0)
            throw new InputException("--cell and --linear exclude each other");
        if (cells.Length == 0 && Given(parsed, _hidden, _layers) is { } ofCells) throw new InputException($"{ofCells} is of no use without --cell");
        if (linear.Length > 0 && parsed.IsGiven(_sequences)) throw new InputException("--sequences is of no use with --linear");
        return new GradflowRequest
        {
            Paths = parsed.GetValue(_paths) ?? [],
            Cells = cells,
            Linear = linear,
            Hidden = parsed.Read(_hidden),
            Layers = parsed.Read(_layers),
            Steps = parsed.Read(_steps),
            Sequences = parsed.Read(_sequences),
            RandomOption = Given(parsed, _steps, _sequences),
            Corpus = _corpus.Read(parsed),
            Json = parsed.IsGiven(_json),
            Csv = parsed.GetValue(_csv),
            Svg = parsed.GetValue(_svg),
            Compute = _compute.Read(parsed),
        };
    }

    private static string? Given(ParseResult parsed, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            if (parsed.IsGiven(option)) return option.Name;
        }

        return null;
    }
}

/// <summary>The arguments of <c>rnnctl gradflow</c>: trained models, cells with random weights, or linear units.</summary>
internal sealed record GradflowRequest
{
    /// <summary>Directories of trained models and, after them, labelled files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The cells to run with random weights; empty for none.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>The recurrent weights of linear units; empty for none.</summary>
    public required IReadOnlyList<double> Linear { get; init; }

    /// <summary>The hidden size of the cells.</summary>
    public required int Hidden { get; init; }

    /// <summary>The layers of the cells.</summary>
    public required int Layers { get; init; }

    /// <summary>The length of random sequences, and of the linear unit's input.</summary>
    public required int Steps { get; init; }

    /// <summary>The number of random sequences.</summary>
    public required int Sequences { get; init; }

    /// <summary>The name of a given option that applies only to random sequences, or null.</summary>
    public required string? RandomOption { get; init; }

    public required GivenLayout Corpus { get; init; }

    public required bool Json { get; init; }

    public required string? Csv { get; init; }

    public required string? Svg { get; init; }

    public required ComputeSettings Compute { get; init; }

    /// <summary>The random sequences that are measured without files.</summary>
    public RandomSequences Random => new(Sequences, Steps, Compute.Seed);
}
