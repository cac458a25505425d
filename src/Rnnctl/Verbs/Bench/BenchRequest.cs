using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Translators;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Bench;

/// <summary>The arguments of <c>rnnctl bench</c>. Every combination of the lists gives a row.</summary>
internal sealed record BenchRequest
{
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>Hidden sizes.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Batch sizes.</summary>
    public required IReadOnlyList<int> Batch { get; init; }

    /// <summary>Sequence lengths.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    public required int Layers { get; init; }

    /// <summary>Whether each layer runs in both directions.</summary>
    public required bool Bidirectional { get; init; }

    /// <summary>Residual connections, layer normalisation and the other options of the layers.</summary>
    public required LayerVariant Variant { get; init; }

    public required BenchMode Mode { get; init; }

    /// <summary>How long each row is measured, in seconds.</summary>
    public required double Seconds { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}

/// <summary>The arguments of <c>rnnctl bench --task translate</c>. Every combination of the lists gives a row.</summary>
internal sealed record TranslatorBenchRequest
{
    /// <summary>The cells of the encoder; the decoder uses the same one, or an LSTM if it is not recurrent.</summary>
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    public required AttentionKind Attention { get; init; }

    /// <summary>Hidden sizes; the embeddings have the same size.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Batch sizes.</summary>
    public required IReadOnlyList<int> Batch { get; init; }

    /// <summary>Symbols of each source sentence and of each target sentence.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Beam widths.</summary>
    public required IReadOnlyList<int> Beams { get; init; }

    public required int Layers { get; init; }

    /// <summary>Size of each vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>What to measure: search, training, or both.</summary>
    public required BenchMode Mode { get; init; }

    /// <summary>How long each row is measured, in seconds.</summary>
    public required double Seconds { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}

/// <summary>The arguments of <c>rnnctl bench --task lm</c>. Every combination of the lists gives a row.</summary>
internal sealed record LanguageModelBenchRequest
{
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>Hidden sizes; the embeddings have the same size.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Numbers of streams that are read side by side.</summary>
    public required IReadOnlyList<int> Batch { get; init; }

    /// <summary>Steps of a window.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Layers, options of the layers, direction, and the softmax of training.</summary>
    public required ModelConfiguration Model { get; init; }

    /// <summary>Size of the vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>What to measure: evaluation, training, or both.</summary>
    public required BenchMode Mode { get; init; }

    /// <summary>How long each row is measured, in seconds.</summary>
    public required double Seconds { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}

/// <summary>The arguments of <c>rnnctl bench --task product</c>. Every size gives a row.</summary>
internal sealed record ProductBenchRequest
{
    /// <summary>Rows and columns of the square matrices.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>How long each row is measured, in seconds.</summary>
    public required double Seconds { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}

/// <summary>The passes that <c>rnnctl bench</c> measures.</summary>
internal enum BenchMode
{
    /// <summary>The forward pass alone.</summary>
    Forward,

    /// <summary>Forward and backward.</summary>
    Train,

    /// <summary>Both, with a row for each.</summary>
    Both,
}

/// <summary>What <c>rnnctl bench</c> measures.</summary>
internal enum BenchTask
{
    /// <summary>Recurrent layers alone.</summary>
    Layers,

    /// <summary>Whole translators: training steps and search.</summary>
    Translate,

    /// <summary>Whole language models: training steps and evaluation.</summary>
    Lm,

    /// <summary>Products of square matrices.</summary>
    Product,
}
