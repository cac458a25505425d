using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Translate;

/// <summary>Writes translations as text or JSON.</summary>
internal static class TranslationWriter
{
    // People read the JSON too, so letters outside ASCII are not escaped.
    private static readonly TranslateJson Json = new(
        new JsonSerializerOptions(TranslateJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Returns the function that writes the translations of a line in the requested format.</summary>
    public static Action<TranslatedLine> For(TranslateRequest request, TextWriter output) =>
        request.Json ? line => WriteJson(output, line, request.Alignments)
        : request.NBest is null ? line => output.WriteLine(WithAlignment(line.Translations[0].Text, line.Translations[0], request.Alignments))
        : request.NBestFormat == NBestFormat.Marian ? line => WriteAsMarian(output, line, request.Alignments)
        : line => WriteSeveral(output, line, request.Alignments);

    private static void WriteSeveral(TextWriter output, TranslatedLine line, bool alignments)
    {
        foreach (TranslatedText one in line.Translations)
        {
            string columns = string.Create(CultureInfo.InvariantCulture, $"{line.Number}\t{one.Text}\t{one.LogProbability:0.0000}\t{one.Score:0.0000}");
            output.WriteLine(WithAlignment(columns, one, alignments));
        }
    }

    /// <summary>Marian's format: number, translation, alignment if it was asked for, the log-probability as the only feature, and the score.</summary>
    private static void WriteAsMarian(TextWriter output, TranslatedLine line, bool alignments)
    {
        foreach (TranslatedText one in line.Translations)
        {
            string alignment = alignments ? $" ||| {PharaohAlignment.Format(one.Attention.MostAttended())}" : "";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{line.Number} ||| {one.Text}{alignment} ||| F0= {one.LogProbability:0.0000} ||| {one.Score:0.0000}"));
        }
    }

    private static string WithAlignment(string columns, TranslatedText translation, bool alignments) =>
        alignments ? $"{columns}\t{PharaohAlignment.Format(translation.Attention.MostAttended())}" : columns;

    private static void WriteJson(TextWriter output, TranslatedLine line, bool alignments)
    {
        TranslateRow Row(TranslatedText one) => new(
            one.Text,
            one.LogProbability,
            one.Score,
            alignments ? [.. one.Attention.MostAttended().Select((source, target) => (int[])[source, target])] : null);

        var result = new TranslateResult(line.Source, [.. line.Translations.Select(Row)]);
        output.WriteLine(JsonSerializer.Serialize(result, Json.TranslateResult));
    }
}

/// <summary>A line with its translations.</summary>
/// <param name="Number">The number of the line over all inputs, from 0.</param>
/// <param name="Source">The line itself.</param>
/// <param name="Translations">Its translations, best first; at least one.</param>
internal sealed record TranslatedLine(long Number, string Source, IReadOnlyList<TranslatedText> Translations);

/// <summary>The JSON object of a line in <c>rnnctl translate --json</c>.</summary>
internal sealed record TranslateResult(string Source, IReadOnlyList<TranslateRow> Translations);

/// <summary>
/// A translation in <c>rnnctl translate --json</c>. The alignment is a list of pairs [source word, target word]; it is null without
/// <c>--alignments</c>.
/// </summary>
internal sealed record TranslateRow(string Text, double LogProbability, double Score, IReadOnlyList<int[]>? Alignment);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(TranslateResult))]
internal sealed partial class TranslateJson : JsonSerializerContext;
