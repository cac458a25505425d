using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Score;

/// <summary>Writes scores: a log-probability a line, with those of the symbols after tabs, or a JSON object a line.</summary>
/// <param name="output">Where they are written.</param>
/// <param name="json">Whether to write JSON.</param>
internal sealed class ScoreWriter(TextWriter output, bool json)
{
    // People read the JSON too, so letters outside ASCII are not escaped.
    private static readonly ScoreJson Json = new(
        new JsonSerializerOptions(ScoreJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a score.</summary>
    public void Write(ScoreResult score)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(score, Json.ScoreResult));
            return;
        }

        output.Write(Text(score.LogProbability));
        foreach (ScoredSymbol symbol in score.Symbols ?? []) output.Write($"\t{symbol.Symbol} {Text(symbol.LogProbability)}");
        output.Write('\n');
    }

    /// <summary>The symbols with their log-probabilities.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="surprisals">-log p of each.</param>
    public static IReadOnlyList<ScoredSymbol> Symbols(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals)
    {
        var scored = new ScoredSymbol[symbols.Count];
        for (int i = 0; i < scored.Length; i++) scored[i] = new ScoredSymbol(symbols[i], -surprisals[i]);
        return scored;
    }

    private static string Text(double logProbability) => double.IsNegativeInfinity(logProbability)
        ? "-inf"
        : logProbability.ToString("0.0000", CultureInfo.InvariantCulture);
}

/// <summary>The JSON object of a line in <c>rnnctl score --json</c>.</summary>
/// <param name="LogProbability">The natural logarithm of the probability; null (-infinity) for a label that training did not see.</param>
internal sealed record ScoreResult(double LogProbability)
{
    /// <summary>The score of the forward direction; absent if the model is not a language model of both directions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ForwardLogProbability { get; init; }

    /// <summary>The score of the backward direction; absent if the model is not a language model of both directions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BackwardLogProbability { get; init; }

    /// <summary>The symbols with their log-probabilities; absent without <c>--words</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScoredSymbol>? Symbols { get; init; }
}

/// <summary>A symbol in <c>rnnctl score --words</c>.</summary>
internal sealed record ScoredSymbol(string Symbol, double LogProbability);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ScoreResult))]
internal sealed partial class ScoreJson : JsonSerializerContext;
