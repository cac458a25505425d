using Rnnctl.Compute.Cells;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The sizes of a stack of recurrent layers and of its packed batch.</summary>
/// <param name="Layers">The number of layers.</param>
/// <param name="Directions">The number of directions, 1 or 2.</param>
/// <param name="Features">The input width of the first layer.</param>
/// <param name="Hidden">H, the hidden size of one direction.</param>
/// <param name="Lengths">The sequences' lengths, longest first.</param>
/// <param name="Window">The window of truncated BPTT, or 0 for none. Central differences do not see the truncation.</param>
internal sealed record RecurrentShape(int Layers, int Directions, int Features, int Hidden, int[] Lengths, int Window = 0)
{
    /// <summary>The additions to the cell's equations.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>Whether each sequence has its own initial state, <c>[B, H]</c>.</summary>
    public bool OwnStates { get; init; }

    /// <summary>Whether random masks are drawn, as during training.</summary>
    public bool IsLearning { get; init; } = true;

    /// <summary>Whether the result is the last memory of each sequence instead of the hidden states.</summary>
    public bool ToMemoryAtEnd { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{(Layers == 1 ? "1 layer" : $"{Layers} layers")}, {(Directions == 1 ? "forward" : "both directions")}, hidden {Hidden}"
        + $"{Variant}{(OwnStates ? " of each sequence" : "")}{(IsLearning ? "" : " on average")}"
        + (ToMemoryAtEnd ? ", memory at the end" : "");
}
