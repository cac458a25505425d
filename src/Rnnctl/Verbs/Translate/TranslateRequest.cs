using Rnnctl.Models.Decoding;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Translate;

/// <summary>What <c>rnnctl translate</c> was asked to do.</summary>
internal sealed record TranslateRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The directories of models that translate together with it.</summary>
    public required IReadOnlyList<string> Ensemble { get; init; }

    /// <summary>The files with a sentence a line; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How translations are searched for.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>How they are drawn in the place of a search, or null.</summary>
    public required SamplingOptions? Sampling { get; init; }

    /// <summary>The most sentences of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How many translations of a sentence are written, each with its number, log-probability and score; null for the best one alone.</summary>
    public required int? NBest { get; init; }

    /// <summary>Whether to write which words belong to which.</summary>
    public required bool Alignments { get; init; }

    /// <summary>The directory for a picture of each sentence's attention, or null.</summary>
    public required string? AttentionPictures { get; init; }

    /// <summary>Whether an unknown symbol becomes the source's word that it attends to most.</summary>
    public required bool ReplaceUnknown { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }

    /// <summary>Whether the attention between words is of use.</summary>
    public bool ReadsAttention => Alignments || AttentionPictures is not null;

    /// <summary>The search or the drawing.</summary>
    public SearchOptions Search => Beam.Search with
    {
        Beam = Sampling is null ? Beam.Beam : NBest ?? 1,
        Sampling = Sampling,
        WithWeights = ReadsAttention || ReplaceUnknown,
    };
}
