using System.CommandLine;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;
using Settings = Rnnctl.Compute.Cells.CellOptions;

namespace Rnnctl.Options;

/// <summary>The options of single cells; <c>--cell</c>, with which they stand, is the verb's own, since it takes one cell or several.</summary>
internal sealed class CellOptions
{
    private static readonly string Tanh = Choice.NameOf(ActivationKind.Tanh);
    private static readonly string[] Activations = Choice.NamesOf(typeof(ActivationKind));
    private static readonly Settings OfTimeDelay = CellCatalog.Find("tdnn")!.Options;

    private readonly Option<string> _activation =
        Choice.One("--activation", "Activation of elman", [.. Activations.Except([Choice.NameOf(ActivationKind.Identity)])], Tanh);

    private readonly Option<string> _cellActivation =
        Choice.One("--cell-activation", "Activation of what lstm offers to its memory", Activations, Tanh);

    private readonly Option<string> _outputActivation =
        Choice.One("--output-activation", "Activation of what lstm reads from its memory", Activations, Tanh);

    private readonly Option<string> _peephole =
        Choice.One("--peephole", "Memories that a gate of lstm-peephole sees: its own unit's, or all", PeepholeKind.Diagonal);

    private readonly Option<OptionValue<int>> _window =
        WholeNumber.One("--window", "Earlier tokens that tdnn sees", 1, OfTimeDelay.Window!.Value, ArchitectureConfiguration.LargestWindow);

    private readonly Option<OptionValue<int>> _dilation =
        WholeNumber.One("--dilation", "Steps between the tokens that tdnn sees", 1, OfTimeDelay.Dilation!.Value, ArchitectureConfiguration.LargestDilation);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Cell", _activation, _cellActivation, _outputActivation, _peephole, _window, _dilation);

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => Group.Options.Any(parsed.IsGiven);

    /// <summary>A cell with what the user gave. Throws <see cref="InputException"/> where the cell does not have an option that was given.</summary>
    public CellDefinition Create(ParseResult parsed, string cell) => Create(cell, Read(parsed));

    /// <summary>
    /// A configuration with a cell and what the user gave in place of what it held; another cell's options are forgotten. Throws
    /// <see cref="InputException"/> where the cell does not have an option that was given.
    /// </summary>
    public ArchitectureConfiguration Apply(ParseResult parsed, string cell, ArchitectureConfiguration current)
    {
        Settings before = cell == current.Cell ? current.CellOptions : Settings.None;
        return current with { Cell = cell, CellOptions = Create(cell, Read(parsed).Over(before)).Options };
    }

    private static CellDefinition Create(string cell, Settings options) =>
        CellCatalog.MistakeIn(cell, options) is { } mistake ? throw new InputException($"--cell: {mistake}") : CellCatalog.Create(cell, options);

    private Settings Read(ParseResult parsed) => new()
    {
        Activation = ReadChoice<ActivationKind>(parsed, _activation),
        CellActivation = ReadChoice<ActivationKind>(parsed, _cellActivation),
        OutputActivation = ReadChoice<ActivationKind>(parsed, _outputActivation),
        Peephole = ReadChoice<PeepholeKind>(parsed, _peephole),
        Window = parsed.IsGiven(_window) ? parsed.Read(_window) : null,
        Dilation = parsed.IsGiven(_dilation) ? parsed.Read(_dilation) : null,
    };

    private static TEnum? ReadChoice<TEnum>(ParseResult parsed, Option<string> option)
        where TEnum : struct, Enum => parsed.IsGiven(option) ? parsed.ReadChoice<TEnum>(option) : null;
}
