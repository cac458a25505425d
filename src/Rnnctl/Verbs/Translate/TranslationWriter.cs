using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rnnctl.Inference.Translation;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Translate;

/// <summary>How translations are written.</summary>
internal static class TranslationWriter
{
    // Translations are to be read by people too, so letters stand as they are.
    private static readonly TranslateJson Json = new(
        new JsonSerializerOptions(TranslateJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>What writes a line's translations in the manner that was asked for.</summary>
    public static Action<TranslatedLine> For(TranslateRequest request, TextWriter output) =>
        request.Json ? line => WriteJson(output, line, request.Alignments)
        : request.NBest is null ? line => output.WriteLine(WithAlignment(line.Translations[0].Text, line.Translations[0], request.Alignments))
        : line => WriteSeveral(output, line, request.Alignments);

    private static void WriteSeveral(TextWriter output, TranslatedLine line, bool alignments)
    {
        foreach (TranslatedText one in line.Translations)
        {
            string columns = string.Create(CultureInfo.InvariantCulture, $"{line.Number}\t{one.Text}\t{one.LogProbability:0.0000}\t{one.Score:0.0000}");
            output.WriteLine(WithAlignment(columns, one, alignments));
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
/// <param name="Number">The line's number among all that were read, from 0.</param>
/// <param name="Source">The line.</param>
/// <param name="Translations">Its translations, best first; at least one.</param>
internal sealed record TranslatedLine(long Number, string Source, IReadOnlyList<TranslatedText> Translations);
