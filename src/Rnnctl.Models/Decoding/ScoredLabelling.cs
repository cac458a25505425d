namespace Rnnctl.Models.Decoding;

/// <summary>One of the ways to label a sentence.</summary>
/// <param name="Labels">The tokens' labels, <c>[tokens]</c>.</param>
/// <param name="Probability">Its probability among all of them.</param>
public sealed record ScoredLabelling(int[] Labels, double Probability);
