using Rnnctl.Compute.Cells;
using Rnnctl.Models.Translators;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Bench;

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

/// <summary>What <c>rnnctl bench --task translate</c> was asked to do: every combination of the lists is a row.</summary>
internal sealed record TranslatorBenchRequest
{
    /// <summary>The cells of encoder and decoder.</summary>
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>How the decoder scores the source's positions.</summary>
    public required AttentionKind Attention { get; init; }

    /// <summary>Sizes of the hidden state and of the embeddings.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Sentences in a batch.</summary>
    public required IReadOnlyList<int> Batch { get; init; }

    /// <summary>Symbols of each source and of each target.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Widths of the beam.</summary>
    public required IReadOnlyList<int> Beams { get; init; }

    /// <summary>Recurrent layers.</summary>
    public required int Layers { get; init; }

    /// <summary>The symbols of each vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>What to measure: searches, training, or both.</summary>
    public required BenchMode Mode { get; init; }

    /// <summary>Seconds that each row is measured for.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}

/// <summary>The passes that <c>rnnctl bench</c> measures.</summary>
internal enum BenchMode
{
    /// <summary>The forward pass alone.</summary>
    Forward,

    /// <summary>Forward and backward.</summary>
    Train,

    /// <summary>A row for each of the two.</summary>
    Both,
}

/// <summary>What <c>rnnctl bench</c> measures.</summary>
internal enum BenchTask
{
    /// <summary>Recurrent layers by themselves.</summary>
    Layers,

    /// <summary>Whole translators: the updates of training, and searches.</summary>
    Translate,
}
