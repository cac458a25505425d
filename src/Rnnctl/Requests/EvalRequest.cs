using Rnnctl.Text.Corpora;

namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl eval</c> was asked to do.</summary>
internal sealed record EvalRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The labelled files to score on; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How the files are read.</summary>
    public required CorpusOptions Corpus { get; init; }

    /// <summary>A file of labels to score instead of running the model, or null.</summary>
    public required string? Predictions { get; init; }

    /// <summary>Whether to add the confusion matrix.</summary>
    public required bool Confusion { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
