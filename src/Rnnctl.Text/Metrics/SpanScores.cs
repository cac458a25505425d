namespace Rnnctl.Text.Metrics;

/// <summary>What <see cref="SpanScorer"/> counted.</summary>
/// <param name="Overall">All spans together.</param>
/// <param name="Types">A score for each type among the gold and the predicted spans, in ordinal order.</param>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="CorrectTokens">How many of them have the gold label.</param>
public sealed record SpanScores(LabelScore Overall, IReadOnlyList<LabelScore> Types, long Tokens, long CorrectTokens)
{
    /// <summary>The share of tokens that have the gold label, from 0 to 1; 0 where there is none.</summary>
    public double Accuracy => Tokens == 0 ? 0 : (double)CorrectTokens / Tokens;
}
