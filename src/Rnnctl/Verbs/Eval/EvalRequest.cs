using Rnnctl.Options;
using Rnnctl.Text.Metrics;
using CorpusOptions = Rnnctl.Text.Corpora.CorpusOptions;

namespace Rnnctl.Verbs.Eval;

/// <summary>What <c>rnnctl eval</c> was asked to do.</summary>
internal sealed record EvalRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The files to score on, labelled ones or sentences with their translations; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How labelled files are read.</summary>
    public required CorpusOptions Corpus { get; init; }

    /// <summary>A file of labels or translations to score instead of running the model, or null.</summary>
    public required string? Predictions { get; init; }

    /// <summary>Whether to add the confusion matrix.</summary>
    public required bool Confusion { get; init; }

    /// <summary>How translations are searched for.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>How BLEU divides translations into tokens.</summary>
    public required BleuTokenization Tokenization { get; init; }

    /// <summary>The options that the user gave and that are of use with taggers only.</summary>
    public required IReadOnlyList<string> GivenOfTaggers { get; init; }

    /// <summary>The options that the user gave and that are of use with translators only.</summary>
    public required IReadOnlyList<string> GivenOfTranslators { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
