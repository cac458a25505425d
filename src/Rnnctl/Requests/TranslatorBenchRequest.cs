using Rnnctl.Compute.Cells;
using Rnnctl.Models.Translators;

namespace Rnnctl.Requests;

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
