namespace Rnnctl.Models.Decoding;

/// <summary>The scores of a linear chain over L labels that do not depend on the sentence; minus infinity forbids a label or a transition.</summary>
/// <param name="Transitions">The scores from the label of the row to the label of the column, <c>[L, L]</c> row after row; empty for zeros.</param>
/// <param name="Start">The scores of the first token's label, <c>[L]</c>.</param>
/// <param name="End">The scores of the last token's label, <c>[L]</c>.</param>
public sealed record ChainScores(double[] Transitions, double[] Start, double[] End)
{
    /// <summary>L, the number of labels.</summary>
    public int Labels => Start.Length;

    /// <summary>The scores of a tagger without a chain, whose tokens are independent: all 0.</summary>
    public static ChainScores OfTokens(int labels) => new([], new double[labels], new double[labels]);

    /// <summary>The score from one label to the next.</summary>
    public double Transition(int from, int to) => Transitions.Length == 0 ? 0 : Transitions[(from * Labels) + to];
}
