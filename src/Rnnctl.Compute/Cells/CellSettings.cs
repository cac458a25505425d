using System.Globalization;
using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>What can be chosen of a cell beside its name. Each cell has some of these options; of those that it does not have the value is null.</summary>
public sealed record CellSettings
{
    /// <summary>No option.</summary>
    public static CellSettings None { get; } = new();

    /// <summary>f of <c>elman</c>.</summary>
    public ActivationKind? Activation { get; init; }

    /// <summary>φ of <c>lstm</c>, what is offered to the memory.</summary>
    public ActivationKind? CellActivation { get; init; }

    /// <summary>ψ of <c>lstm</c>, what is read from the memory.</summary>
    public ActivationKind? OutputActivation { get; init; }

    /// <summary>How the gates of <c>lstm-peephole</c> see the memory.</summary>
    public PeepholeKind? Peephole { get; init; }

    /// <summary>D of <c>tdnn</c>, how many earlier inputs it sees, at least 1.</summary>
    public int? Window { get; init; }

    /// <summary>How many steps lie between the inputs that <c>tdnn</c> sees, at least 1.</summary>
    public int? Dilation { get; init; }

    /// <summary>All options by name; null where there is no value.</summary>
    internal IReadOnlyList<(string Name, string? Value)> Named =>
    [
        ("activation", NameOf(Activation)),
        ("cell-activation", NameOf(CellActivation)),
        ("output-activation", NameOf(OutputActivation)),
        ("peephole", NameOf(Peephole)),
        ("window", Window?.ToString(CultureInfo.InvariantCulture)),
        ("dilation", Dilation?.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>These values, and where there is none those of other options.</summary>
    public CellSettings Over(CellSettings others) => new()
    {
        Activation = Activation ?? others.Activation,
        CellActivation = CellActivation ?? others.CellActivation,
        OutputActivation = OutputActivation ?? others.OutputActivation,
        Peephole = Peephole ?? others.Peephole,
        Window = Window ?? others.Window,
        Dilation = Dilation ?? others.Dilation,
    };

    private static string? NameOf(Enum? value) => value?.ToString().ToLowerInvariant();
}
