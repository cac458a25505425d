namespace Rnnctl.Runs.Translate;

/// <summary>
/// A translation in <c>rnnctl translate --json</c>. The alignment, pairs of a word of the source and one of the translation, is null where it was not
/// asked for.
/// </summary>
internal sealed record TranslateRow(string Text, double LogProbability, double Score, IReadOnlyList<int[]>? Alignment);
