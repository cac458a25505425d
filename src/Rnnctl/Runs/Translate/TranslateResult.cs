namespace Rnnctl.Runs.Translate;

/// <summary>A line with its translations in <c>rnnctl translate --json</c>.</summary>
internal sealed record TranslateResult(string Source, IReadOnlyList<TranslateRow> Translations);
