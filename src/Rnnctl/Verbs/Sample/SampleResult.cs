using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Sample;

/// <summary>The JSON object of a sentence in <c>rnnctl sample --json</c>.</summary>
/// <param name="Text">The sentence, with the prompt.</param>
/// <param name="LogProbability">
/// The natural logarithm of the drawn symbols' probability after the prompt, before temperature, top-k and top-p; with the end of the sentence if it was drawn.
/// </param>
internal sealed record SampleResult(string Text, double LogProbability)
{
    // People read the JSON too, so letters outside ASCII are not escaped.
    private static readonly SampleJson Json = new(
        new JsonSerializerOptions(SampleJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A line of JSON.</summary>
    public static string ToJson(string text, double logProbability) => JsonSerializer.Serialize(new SampleResult(text, logProbability), Json.SampleResult);
}

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(SampleResult))]
internal sealed partial class SampleJson : JsonSerializerContext;
