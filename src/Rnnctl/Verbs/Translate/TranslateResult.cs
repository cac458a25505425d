using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Translate;

/// <summary>A line with its translations in <c>rnnctl translate --json</c>.</summary>
internal sealed record TranslateResult(string Source, IReadOnlyList<TranslateRow> Translations);

/// <summary>
/// A translation in <c>rnnctl translate --json</c>. The alignment, pairs of a word of the source and one of the translation, is null where it was not
/// asked for.
/// </summary>
internal sealed record TranslateRow(string Text, double LogProbability, double Score, IReadOnlyList<int[]>? Alignment);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(TranslateResult))]
internal sealed partial class TranslateJson : JsonSerializerContext;
