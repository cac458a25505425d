using Rnnctl.Training.Translation;

namespace Rnnctl.Runs.Translate;

/// <summary>A line with its translations.</summary>
/// <param name="Number">The line's number among all that were read, from 0.</param>
/// <param name="Source">The line.</param>
/// <param name="Translations">Its translations, best first; at least one.</param>
internal sealed record TranslatedLine(long Number, string Source, IReadOnlyList<TranslatedText> Translations);
