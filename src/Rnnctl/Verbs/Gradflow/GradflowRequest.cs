using Rnnctl.Options;
using CorpusOptions = Rnnctl.Text.Corpora.CorpusOptions;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>What <c>rnnctl gradflow</c> was asked to do: look into trained models, into cells with random weights, or at linear units.</summary>
internal sealed record GradflowRequest
{
    /// <summary>Directories of trained models and, after them, labelled files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The cells to run with random weights; empty for none.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>The recurrent weights of linear units; empty for none.</summary>
    public required IReadOnlyList<double> Linear { get; init; }

    /// <summary>The hidden units of a cell's layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>The layers of a cell.</summary>
    public required int Layers { get; init; }

    /// <summary>The length of random sequences, and of the linear unit's.</summary>
    public required int Steps { get; init; }

    /// <summary>How many random sequences there are.</summary>
    public required int Sequences { get; init; }

    /// <summary>An option of random sequences that the user gave, by its name; null for none.</summary>
    public required string? RandomOption { get; init; }

    /// <summary>How files are read.</summary>
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
