namespace Rnnctl.Models.Decoding;

/// <summary>A labelling of a sentence with its probability.</summary>
/// <param name="Labels">The tokens' labels, <c>[tokens]</c>.</param>
/// <param name="Probability">Its probability among all labellings of the sentence.</param>
public sealed record ScoredLabelling(int[] Labels, double Probability);
