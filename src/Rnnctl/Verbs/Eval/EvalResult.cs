using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Eval;

/// <summary>What <c>rnnctl eval --json</c> prints.</summary>
internal sealed record EvalResult
{
    public required string Task { get; init; }

    public required long Sentences { get; init; }

    /// <summary>
    /// The number of terms of the mean loss: tokens for a tagger, target symbols including the end symbols for a translator, symbols and sentence ends for each
    /// direction of a language model.
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

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }
}

/// <summary>The scores of one span type or one label in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalLabel(string Label, double Precision, double Recall, double F1, long Gold, long Predicted, long Correct);

/// <summary>How often one label was predicted in place of another, in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalConfusion(string Gold, string Predicted, long Tokens);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(EvalResult))]
internal sealed partial class EvalJson : JsonSerializerContext;
