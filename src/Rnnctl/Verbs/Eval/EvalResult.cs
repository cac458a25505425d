using System.Text.Json.Serialization;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>What <c>rnnctl eval --json</c> prints.</summary>
internal sealed record EvalResult
{
    public required string Task { get; init; }

    public required long Sentences { get; init; }

    /// <summary>
    /// The number of terms of the mean loss: tokens for a tagger, target symbols including the end symbols for a translator, symbols and sentence ends for each
    /// direction of a language model. Without a model, the tokens of labelled sentences, or of translations as BLEU divides them.
    /// </summary>
    public required long Tokens { get; init; }

    public required double? Loss { get; init; }

    /// <summary>The share of correct labels; null if the model is not a tagger.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Over spans; null if accuracy is the score.</summary>
    public double? Precision { get; init; }

    /// <summary>Over spans; null if accuracy is the score.</summary>
    public double? Recall { get; init; }

    /// <summary>Over spans; null if accuracy is the score.</summary>
    public double? F1 { get; init; }

    /// <summary>The share of sentences with the right intent; absent of a model without an intent head.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? IntentAccuracy { get; init; }

    /// <summary>The share of sentences with the right intent and all labels right; absent of a model without an intent head.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SentenceAccuracy { get; init; }

    /// <summary>The number of sentences whose gold intent the training data did not have; absent of a model without an intent head.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UnseenIntents { get; init; }

    /// <summary>The mean of the F1 of <see cref="Labels"/>; absent if labels are not scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MacroF1 { get; init; }

    /// <summary>The scheme of the gold spans, <c>none</c> if accuracy is the score or if they are in none; absent if labels are not scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scheme { get; init; }

    /// <summary>The scores of each span type, or of each label if accuracy is the score.</summary>
    public IReadOnlyList<EvalLabel> Labels { get; init; } = [];

    /// <summary>Null for a tagger. Over both directions of a language model that has both.</summary>
    public double? Perplexity { get; init; }

    /// <summary>The forward direction's perplexity; absent if the model is not a language model with this direction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ForwardPerplexity { get; init; }

    /// <summary>The backward direction's perplexity; absent if the model is not a language model with this direction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BackwardPerplexity { get; init; }

    /// <summary>exp(loss · tokens / (words + sentences)), which models of different symbols share; absent if the model is not a language model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WordPerplexity { get; init; }

    /// <summary>The mean of -log2 p; absent if the model is not a language model of characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitsPerCharacter { get; init; }

    /// <summary>The words with a symbol that the vocabulary does not have; absent if the model is not a language model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UnknownWords { get; init; }

    /// <summary>Null if the model is not a translator.</summary>
    public double? Bleu { get; init; }

    /// <summary>Null if the model is not a translator.</summary>
    public double? Chrf { get; init; }

    /// <summary>The parameters of BLEU as sacreBLEU writes them; absent for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BleuSignature { get; init; }

    /// <summary>The parameters of chrF; absent for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChrfSignature { get; init; }

    /// <summary>The translation edit rate; absent for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ter { get; init; }

    /// <summary>The parameters of TER; absent for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TerSignature { get; init; }

    /// <summary>How the translations compare with others; absent without <c>--compare</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvalComparison? Comparison { get; init; }

    /// <summary>The number of tokens whose gold label the training data did not have; absent for a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UnseenLabels { get; init; }

    /// <summary>The number of gold labels that are neither O nor a span's tag, 0 if accuracy is the score; absent if the model is not a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OddLabels { get; init; }

    /// <summary>The share, from 0 to 1, of a tagger's tokens or a language model's symbols that are unknown; absent for a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? UnknownShare { get; init; }

    /// <summary>The share of unknown symbols among those of the sources; absent if the model is not a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SourceUnknownShare { get; init; }

    /// <summary>The same share of the targets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TargetUnknownShare { get; init; }

    /// <summary>The confused pairs of labels, the most frequent first; absent without <c>--confusion</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvalConfusion>? Confusion { get; init; }

    /// <summary>The most frequent errors; absent without <c>--errors</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvalError>? Errors { get; init; }

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }
}

/// <summary>The scores of one span type or one label in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalLabel(string Label, double Precision, double Recall, double F1, long Gold, long Predicted, long Correct);

/// <summary>How often one label was predicted in place of another, in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalConfusion(string Gold, string Predicted, long Tokens);

/// <summary>Two systems compared, in <c>rnnctl eval --json</c>.</summary>
/// <param name="Other">The file of the other system's output.</param>
/// <param name="Resamples">How many samples were drawn.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Metrics">The comparison by each metric.</param>
internal sealed record EvalComparison(string Other, int Resamples, ulong Seed, IReadOnlyList<EvalDifference> Metrics);

/// <summary>Two systems compared by one metric, in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalDifference(
    string Metric, string Signature, double Score, double Mean, double Confidence, double OtherScore, double OtherMean, double OtherConfidence, double PValue)
{
    public static EvalDifference Of(BootstrapComparison one) => new(
        one.Metric, one.Signature, one.System.Score, one.System.Mean, one.System.Confidence, one.Other.Score, one.Other.Mean, one.Other.Confidence, one.PValue);
}

/// <summary>Errors that are alike, in <c>rnnctl eval --json</c>.</summary>
/// <param name="Kind">
/// <c>type</c>, <c>boundary</c>, <c>type-and-boundary</c>, <c>missed</c>, <c>spurious</c>, or <c>label</c> where no spans are scored.
/// </param>
/// <param name="Gold">The type or label in the gold data; null if the error is spurious.</param>
/// <param name="Predicted">The predicted type or label; null if the error is missed.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">The first of them.</param>
internal sealed record EvalError(string Kind, string? Gold, string? Predicted, long Count, IReadOnlyList<EvalErrorExample> Examples);

/// <summary>An error in its sentence, in <c>rnnctl eval --json</c>.</summary>
/// <param name="Sentence">The sentence, from 1.</param>
/// <param name="GoldTokens">The first and last token of the gold span, from 1; null if there is none.</param>
/// <param name="PredictedTokens">The same of the predicted span.</param>
/// <param name="Text">The tokens around, the gold span in brackets, the predicted one in braces where it has other tokens.</param>
internal sealed record EvalErrorExample(long Sentence, int[]? GoldTokens, int[]? PredictedTokens, string Text);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(EvalResult))]
internal sealed partial class EvalJson : JsonSerializerContext;
