using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of recurrent cells and layers.</summary>
internal static class LayerOptions
{
    private static readonly OptionValues Activations = OptionValues.Members(typeof(ActivationKind));
    private static readonly CellSettings UsualLstm = CellCatalog.Find("lstm")!.Options;
    private static readonly CellSettings UsualTimeDelay = CellCatalog.Find("tdnn")!.Options;

    /// <summary>The options of single cells.</summary>
    public static ConfigurationSection Cell { get; } = new(
        "Cell",
        OfCell(
            "activation", "Activation of elman", OptionValues.OneOf([.. Activations.Choices.Where(choice => choice is not ActivationKind.Identity)]),
            ActivationKind.Tanh, c => c.Activation, (c, x) => c with { Activation = (ActivationKind)x }),
        OfCell(
            "cell_activation", "Activation of what lstm offers to its memory", Activations, ActivationKind.Tanh, c => c.CellActivation,
            (c, x) => c with { CellActivation = (ActivationKind)x }),
        OfCell(
            "output_activation", "Activation of what lstm reads from its memory", Activations, ActivationKind.Tanh, c => c.OutputActivation,
            (c, x) => c with { OutputActivation = (ActivationKind)x }),
        OfCell(
            "projection", "Width to which lstm projects its state, for its gates and for the next layer; 0 for none", OptionValues.WidthOrNone,
            UsualLstm.Projection!, c => c.Projection, (c, x) => c with { Projection = (int)x }),
        OfCell(
            "cell_clip", "Largest magnitude of the memory of lstm; 0 for no limit", OptionValues.Real(Interval.NotNegative),
            UsualLstm.CellClip!, c => c.CellClip, (c, x) => c with { CellClip = (double)x }),
        OfCell(
            "projection_clip", "Largest magnitude of the projected state of lstm; 0 for no limit", OptionValues.Real(Interval.NotNegative),
            UsualLstm.ProjectionClip!, c => c.ProjectionClip, (c, x) => c with { ProjectionClip = (double)x }),
        OfCell(
            "peephole", "Memories that a gate of lstm-peephole sees: its own unit's, or all", OptionValues.Members(typeof(PeepholeKind)),
            PeepholeKind.Diagonal, c => c.Peephole, (c, x) => c with { Peephole = (PeepholeKind)x }),
        OfCell(
            "window", "Earlier tokens that tdnn sees", OptionValues.Whole(1, ArchitectureConfiguration.LargestWindow),
            UsualTimeDelay.Window!, c => c.Window, (c, x) => c with { Window = (int)x }),
        OfCell(
            "dilation", "Steps between the tokens that tdnn sees", OptionValues.Whole(1, ArchitectureConfiguration.LargestDilation),
            UsualTimeDelay.Dilation!, c => c.Dilation, (c, x) => c with { Dilation = (int)x }));

    /// <summary>What recurrent layers may do beside the equations of their cell.</summary>
    public static ConfigurationSection Layers { get; } = new(
        "Layers",
        Architecture(
            "learn_initial_state", "Learn the state that every sequence starts from, instead of zeros", OptionValues.Flag, a => a.LearnInitialState,
            (a, x) => a with { LearnInitialState = (bool)x }).Fixed(),
        Architecture(
            "residual", "Add a layer's input to its output, from the second layer on", OptionValues.Flag, a => a.Residual,
            (a, x) => a with { Residual = (bool)x }).Fixed(),
        Architecture(
            "layer_norm", "Normalise the sums over the input and over the state, each over the units of all gates", OptionValues.Flag, a => a.LayerNorm,
            (a, x) => a with { LayerNorm = (bool)x }).Fixed(),
        Architecture(
            "recurrent_dropout", "Share of the state's units kept out of the recurrent product in training, one mask a sequence", OptionValues.Fraction,
            a => a.RecurrentDropout, (a, x) => a with { RecurrentDropout = (double)x }),
        Architecture(
            "zoneout", "Share of the state's units that keep their values at a step in training", OptionValues.Fraction, a => a.Zoneout,
            (a, x) => a with { Zoneout = (double)x }).Fixed().Free());

    private static ConfigurationOption OfCell(
        string key, string help, OptionValues values, object usual, Func<CellSettings, object?> get, Func<CellSettings, object, CellSettings> set) =>
        Architecture($"cell_options.{key}", help, values, a => get(a.CellOptions), (a, x) => a with { CellOptions = set(a.CellOptions, x) })
            .Usually(usual).Fixed();
}
