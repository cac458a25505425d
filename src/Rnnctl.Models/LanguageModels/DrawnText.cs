namespace Rnnctl.Models.LanguageModels;

/// <summary>A text that was drawn from a language model.</summary>
/// <param name="Symbols">The drawn symbols, without the end symbol.</param>
/// <param name="LogProbability">
/// log p of the drawn symbols after the beginning, the end symbol among them if it was drawn; in the model's own distribution, before temperature, top-k and
/// top-p.
/// </param>
public sealed record DrawnText(IReadOnlyList<int> Symbols, double LogProbability);
