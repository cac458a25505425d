using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Eval;

/// <summary>What <c>rnnctl eval --json</c> prints.</summary>
internal sealed record EvalResult
{
    public required string Task { get; init; }

    public required int Sentences { get; init; }

    /// <summary>Of a tagger the tokens, of a translator the symbols of the targets, ends among them, which the loss is the mean over.</summary>
    public required long Tokens { get; init; }

    public required double? Loss { get; init; }

    /// <summary>Of labels; null for a translator.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public double? Precision { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public double? Recall { get; init; }

    /// <summary>Over spans; null where the labels do not mark spans.</summary>
    public double? F1 { get; init; }

    /// <summary>A score for every type of span, or for every label where the labels do not mark spans.</summary>
    public IReadOnlyList<EvalLabel> Labels { get; init; } = [];

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Perplexity { get; init; }

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Bleu { get; init; }

    /// <summary>Of a translation; null for a tagger.</summary>
    public double? Chrf { get; init; }

    /// <summary>What BLEU depends on, as sacreBLEU writes it; there only for a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BleuSignature { get; init; }

    /// <summary>What chrF depends on; there only for a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChrfSignature { get; init; }

    /// <summary>Tokens whose gold label training never saw; there only for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UnseenLabels { get; init; }

    /// <summary>The wrong pairs, the most frequent first; there only where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvalConfusion>? Confusion { get; init; }

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }
}

/// <summary>The score of one type of span or one label in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalLabel(string Label, double Precision, double Recall, double F1, long Gold, long Predicted, long Correct);

/// <summary>How often one label was given for another, in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalConfusion(string Gold, string Predicted, long Tokens);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(EvalResult))]
internal sealed partial class EvalJson : JsonSerializerContext;
