using System.Text.Json.Serialization;

namespace Rnnctl.Runs.Eval;

/// <summary>What <c>rnnctl eval --json</c> prints.</summary>
internal sealed record EvalResult
{
    public required string Task { get; init; }

    public required int Sentences { get; init; }

    public required long Tokens { get; init; }

    public required double? Loss { get; init; }

    public required double Accuracy { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public required double? Precision { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public required double? Recall { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public required double? F1 { get; init; }

    /// <summary>A score for every type of span, or for every label where the labels do not mark spans.</summary>
    public required IReadOnlyList<EvalLabel> Labels { get; init; }

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Perplexity { get; init; }

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Bleu { get; init; }

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Chrf { get; init; }

    /// <summary>Tokens whose gold label training never saw.</summary>
    public required int UnseenLabels { get; init; }

    /// <summary>The wrong pairs, the most frequent first; there only where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvalConfusion>? Confusion { get; init; }

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }
}
