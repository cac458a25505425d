using Rnnctl.Compute.Cells;

namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl bench</c> was asked to do: every combination of the lists is a row.</summary>
internal sealed record BenchRequest
{
    /// <summary>The cells.</summary>
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>Sizes of the hidden state.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Sequences in a batch.</summary>
    public required IReadOnlyList<int> Batch { get; init; }

    /// <summary>Time steps.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Recurrent layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Whether each layer runs in both directions.</summary>
    public required bool Bidirectional { get; init; }

    /// <summary>What the layers do beside the cell's equations.</summary>
    public required LayerVariant Variant { get; init; }

    /// <summary>The passes to measure.</summary>
    public required BenchMode Mode { get; init; }

    /// <summary>Seconds that each row is measured for.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
