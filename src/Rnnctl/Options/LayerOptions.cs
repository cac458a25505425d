using System.CommandLine;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Options;

/// <summary>What recurrent layers may do beside the equations of their cell.</summary>
internal sealed class LayerOptions
{
    private static readonly ArchitectureConfiguration Defaults = new();

    private readonly Option<string?> _learnInitialState =
        Flag.One("--learn-initial-state", "Learn the state that every sequence starts from, instead of zeros");

    private readonly Option<string?> _residual = Flag.One("--residual", "Add a layer's input to its output, from the second layer on");

    private readonly Option<string?> _layerNorm =
        Flag.One("--layer-norm", "Normalise the sums over the input and over the state, each over the units of all gates");

    private readonly Option<OptionValue<double>> _recurrentDropout = RealNumber.One(
        "--recurrent-dropout",
        "Share of the state's units kept out of the recurrent product in training, one mask a sequence",
        Interval.Fraction,
        Defaults.RecurrentDropout);

    private readonly Option<OptionValue<double>> _zoneout =
        RealNumber.One("--zoneout", "Share of the state's units that keep their values at a step in training", Interval.Fraction, Defaults.Zoneout);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Layers", _learnInitialState, _residual, _layerNorm, _recurrentDropout, _zoneout);

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => Group.Options.Any(parsed.IsGiven);

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    public ArchitectureConfiguration Apply(ParseResult parsed, ArchitectureConfiguration current) => current with
    {
        LearnInitialState = current.LearnInitialState || parsed.IsGiven(_learnInitialState),
        Residual = current.Residual || parsed.IsGiven(_residual),
        LayerNorm = current.LayerNorm || parsed.IsGiven(_layerNorm),
        RecurrentDropout = parsed.ReadOr(_recurrentDropout, current.RecurrentDropout),
        Zoneout = parsed.ReadOr(_zoneout, current.Zoneout),
    };
}
