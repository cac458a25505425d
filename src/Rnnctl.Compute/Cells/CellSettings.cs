using System.Globalization;
using System.Text.Json.Serialization;
using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>The options of a cell. An option that a cell lacks is null.</summary>
public sealed record CellSettings
{
    /// <summary>No option.</summary>
    public static CellSettings None { get; } = new();

    /// <summary>f of <c>elman</c>.</summary>
    public ActivationKind? Activation { get; init; }

    /// <summary>φ of <c>lstm</c>, the activation of the memory's input.</summary>
    public ActivationKind? CellActivation { get; init; }

    /// <summary>ψ of <c>lstm</c>, the activation of the memory's output.</summary>
    public ActivationKind? OutputActivation { get; init; }

    /// <summary>R of <c>lstm</c>, the width to which it projects its hidden state; 0 for no projection.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Projection { get; init; }

    /// <summary>The largest magnitude of a unit of the memory of <c>lstm</c>, to which it is clipped; 0 for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CellClip { get; init; }

    /// <summary>The largest magnitude of a unit of the projected state of <c>lstm</c>, to which it is clipped; 0 for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ProjectionClip { get; init; }

    /// <summary>How the gates of <c>lstm-peephole</c> read the memory.</summary>
    public PeepholeKind? Peephole { get; init; }

    /// <summary>D of <c>tdnn</c>, the number of earlier inputs that it reads, at least 1.</summary>
    public int? Window { get; init; }

    /// <summary>The number of steps between two inputs of <c>tdnn</c>, at least 1.</summary>
    public int? Dilation { get; init; }

    /// <summary>All options with their names; null for an option without a value.</summary>
    internal IReadOnlyList<(string Name, string? Value)> Named =>
    [
        ("activation", NameOf(Activation)),
        ("cell-activation", NameOf(CellActivation)),
        ("output-activation", NameOf(OutputActivation)),
        ("projection", NumberOf(Projection)),
        ("cell-clip", NumberOf(CellClip)),
        ("projection-clip", NumberOf(ProjectionClip)),
        ("peephole", NameOf(Peephole)),
        ("window", NumberOf(Window)),
        ("dilation", NumberOf(Dilation)),
    ];

    /// <summary>These options; where one is null, the value of <paramref name="others"/>.</summary>
    public CellSettings Over(CellSettings others) => new()
    {
        Activation = Activation ?? others.Activation,
        CellActivation = CellActivation ?? others.CellActivation,
        OutputActivation = OutputActivation ?? others.OutputActivation,
        Projection = Projection ?? others.Projection,
        CellClip = CellClip ?? others.CellClip,
        ProjectionClip = ProjectionClip ?? others.ProjectionClip,
        Peephole = Peephole ?? others.Peephole,
        Window = Window ?? others.Window,
        Dilation = Dilation ?? others.Dilation,
    };

    private static string? NameOf(Enum? value) => value?.ToString().ToLowerInvariant();

    private static string? NumberOf(IFormattable? value) => value?.ToString(format: null, CultureInfo.InvariantCulture);
}
