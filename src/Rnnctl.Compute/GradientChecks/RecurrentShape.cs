using Rnnctl.Compute.Cells;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The sizes of a stack of recurrent layers and of the packed batch that it runs over.</summary>
/// <param name="Layers">The number of layers.</param>
/// <param name="Directions">1, or 2 for both.</param>
/// <param name="Features">The inputs of the first layer.</param>
/// <param name="Hidden">H, of one direction.</param>
/// <param name="Lengths">The sequences' lengths, longest first.</param>
/// <param name="Window">The steps of truncated BPTT, 0 for the whole sequence. Central differences don't see the truncation.</param>
internal sealed record RecurrentShape(int Layers, int Directions, int Features, int Hidden, int[] Lengths, int Window = 0)
{
    /// <summary>What the layers do beside the equations of their cell.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>Whether each sequence has an initial state of its own, <c>[B, H]</c>.</summary>
    public bool OwnStates { get; init; }

    /// <summary>Whether the masks of dropout are drawn, as while a model learns.</summary>
    public bool IsLearning { get; init; } = true;

    /// <summary>Whether the memory after each sequence's last step is the result, rather than the hidden states.</summary>
    public bool ToMemoryAtEnd { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{(Layers == 1 ? "1 layer" : $"{Layers} layers")}, {(Directions == 1 ? "forward" : "both directions")}, hidden {Hidden}"
        + $"{Variant}{(OwnStates ? " of each sequence" : "")}{(IsLearning ? "" : " on average")}"
        + (ToMemoryAtEnd ? ", memory at the end" : "");
}
