namespace Rnnctl.Reports;

/// <summary>A sentence with the labels that a tagger gave it.</summary>
/// <param name="Number">Its number in the files, from 1.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Missed">The gold spans (or labels) that were not found.</param>
/// <param name="Invented">The predicted spans that are not in the gold labels; 0 where labels are scored one by one.</param>
/// <param name="Loss">-log p of the gold labels together.</param>
internal sealed record TaggedSentence(int Number, IReadOnlyList<TaggedToken> Tokens, long Missed, long Invented, double Loss);

/// <summary>A token with its labels.</summary>
/// <param name="Text">The token as it is written.</param>
/// <param name="Gold">Its gold label.</param>
/// <param name="Predicted">The label that the model gave it.</param>
/// <param name="IsUnknown">Whether the vocabulary does not have it.</param>
internal readonly record struct TaggedToken(string Text, string Gold, string Predicted, bool IsUnknown);
