namespace Rnnctl.Text.Metrics;

/// <summary>The scores of a <see cref="SpanScorer"/>.</summary>
/// <param name="Overall">All spans together.</param>
/// <param name="Types">A score for each type among the gold and the predicted spans, in ordinal order.</param>
/// <param name="Tokens">The number of scored tokens.</param>
/// <param name="CorrectTokens">The number of tokens that have the gold label.</param>
public sealed record SpanScores(LabelScore Overall, IReadOnlyList<LabelScore> Types, long Tokens, long CorrectTokens)
{
    /// <summary>The share of correct tokens, from 0 to 1; 0 without tokens.</summary>
    public double Accuracy => Tokens == 0 ? 0 : (double)CorrectTokens / Tokens;
}
