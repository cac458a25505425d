using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Trace;

/// <summary>The result of a search.</summary>
/// <param name="Search">The label or the word.</param>
/// <param name="With">The number of tokens of the first group: with the label, or after the word.</param>
/// <param name="Without">The number of the other tokens.</param>
/// <param name="Units">The units that separate the groups best, best first.</param>
internal sealed record SearchResult(string Search, int With, int Without, IReadOnlyList<UnitScore> Units)
{
    /// <summary>The best units.</summary>
    /// <param name="search">The label or the word.</param>
    /// <param name="samples">The states.</param>
    /// <param name="count">How many units are listed.</param>
    /// <param name="cut">If not all tokens were searched, how many were.</param>
    /// <param name="console">Receives a warning about that.</param>
    public static SearchResult Of(string search, StateSamples samples, int count, long? cut, ToolConsole console)
    {
        if (cut is { } tokens)
        {
            console.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"only {tokens:N0} tokens were searched, since the states of more would take too much memory; --layer needs less"));
        }

        return new SearchResult(search, samples.Sizes.With, samples.Sizes.Without, samples.Best(count));
    }
}

/// <summary>The result of a search as a table and as JSON.</summary>
internal static class SearchReport
{
    // Labels and words of any script stay legible.
    private static readonly SearchJson Legible = new(
        new JsonSerializerOptions(SearchJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One JSON object.</summary>
    public static string Json(SearchResult result) => JsonSerializer.Serialize(result, Legible.SearchResult);

    /// <summary>A row for each unit.</summary>
    public static void WriteTable(TextWriter output, SearchResult result)
    {
        output.WriteInvariantLine($"{result.Search}: {result.With} tokens with it, {result.Without} without");
        AlignedRows.Write(output, [["layer", "direction", "state", "unit", "auc", "mean with", "mean without"], .. result.Units.Select(RowOf)]);
    }

    private static string[] RowOf(UnitScore unit) =>
    [
        unit.Layer.ToString(CultureInfo.InvariantCulture), unit.Direction, unit.State, unit.Unit.ToString(CultureInfo.InvariantCulture),
        Number(unit.Auc), Number(unit.MeanWith), Number(unit.MeanWithout),
    ];

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(SearchResult))]
internal sealed partial class SearchJson : JsonSerializerContext;
