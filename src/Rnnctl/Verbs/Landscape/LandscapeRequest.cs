using Rnnctl.Options;
using CorpusOptions = Rnnctl.Text.Corpora.CorpusOptions;

namespace Rnnctl.Verbs.Landscape;

/// <summary>What <c>rnnctl landscape</c> was asked to do.</summary>
internal sealed record LandscapeRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The labelled files whose loss is the height; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The names of the two weights that are the plane's axes; empty for two random directions.</summary>
    public required IReadOnlyList<string> Weights { get; init; }

    /// <summary>How far the plane reaches from the model to each side.</summary>
    public required double Radius { get; init; }

    /// <summary>The points of the grid to a side.</summary>
    public required int Points { get; init; }

    /// <summary>How the files are read.</summary>
    public required CorpusOptions Corpus { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The file for the figures, or null.</summary>
    public required string? Csv { get; init; }

    /// <summary>The file for the picture, or null.</summary>
    public required string? Svg { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
