namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl train</c> was asked to do.</summary>
internal sealed record TrainRequest
{
    /// <summary>What the model learns to do.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The files to learn from; at least one.</summary>
    public required IReadOnlyList<string> Train { get; init; }

    /// <summary>The files to score on; may be empty.</summary>
    public required IReadOnlyList<string> Valid { get; init; }

    /// <summary>The model directory to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether to go on from the last checkpoint in <see cref="Output"/>.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether a model that is in <see cref="Output"/> may be replaced.</summary>
    public required bool Overwrite { get; init; }

    /// <summary>How the files are read.</summary>
    public required CorpusSettings Corpus { get; init; }

    /// <summary>Which tokens are known.</summary>
    public required VocabularySettings Vocabulary { get; init; }

    /// <summary>The architecture.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>The optimiser.</summary>
    public required OptimizerSettings Optimizer { get; init; }

    /// <summary>The loop.</summary>
    public required LoopSettings Loop { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }

    /// <summary>Whether every evaluation is also a JSON object on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>
    /// The long names of the options that the user gave, on the command line or in a file. With <see cref="Resume"/>, an option that is not
    /// among them keeps the value that the run began with.
    /// </summary>
    public required IReadOnlySet<string> Given { get; init; }
}
