using Rnnctl.Options;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Tag;

/// <summary>What <c>rnnctl tag</c> was asked to do.</summary>
internal sealed record TagRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The files with a sentence a line; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How the sentences that are read are written.</summary>
    public required TagInputFormat Format { get; init; }

    /// <summary>The column of the tokens, from 0, where sentences are written in CoNLL columns.</summary>
    public required int TokenColumn { get; init; }

    /// <summary>How a sentence is written.</summary>
    public required TagOutputFormat OutputFormat { get; init; }

    /// <summary>Whether each label stands with its probability.</summary>
    public required bool Probabilities { get; init; }

    /// <summary>How many of the best label sequences are written, each with its probability; null for the best one alone.</summary>
    public required int? NBest { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
