namespace Rnnctl.Models.Decoding;

/// <summary>The scores of a linear chain over L labels that do not depend on the sentence; minus infinity forbids a label or a transition.</summary>
/// <param name="Transitions">The scores from the label of the row to the label of the column, <c>[L, L]</c> row after row; empty for zeros.</param>
/// <param name="Start">The scores of the first token's label, <c>[L]</c>.</param>
/// <param name="End">The scores of the last token's label, <c>[L]</c>.</param>
public sealed record ChainScores(double[] Transitions, double[] Start, double[] End)
{
    private readonly double[] _factors = Array.ConvertAll(Transitions, Math.Exp);

    /// <summary>L, the number of labels.</summary>
    public int Labels => Start.Length;

    /// <summary>The scores of a tagger without a chain, whose tokens are independent: all 0.</summary>
    public static ChainScores OfTokens(int labels) => new([], new double[labels], new double[labels]);

    /// <summary>The score from one label to the next.</summary>
    public double Transition(int from, int to) => Transitions.Length == 0 ? 0 : Transitions[(from * Labels) + to];

    /// <summary>log Σ_i exp(x(i)) exp(A(i, j)) for each j, scaled by the largest x.</summary>
    /// <param name="x">The scores x, which become their weights, <c>[L]</c>.</param>
    /// <param name="sums">Receives the sums, <c>[L]</c>.</param>
    internal void SumBefore(Span<double> x, Span<double> sums)
    {
        double largest = Exponentiate(x);
        sums.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < sums.Length; j++) sums[j] += x[i] * Factor(i, j);
        }

        foreach (ref double sum in sums) sum = largest + Math.Log(sum);
    }

    /// <summary>log Σ_j exp(A(i, j)) exp(x(j)) for each i, likewise.</summary>
    internal void SumAfter(Span<double> x, Span<double> sums)
    {
        double largest = Exponentiate(x);
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < x.Length; j++) sum += Factor(i, j) * x[j];
            sums[i] = largest + Math.Log(sum);
        }
    }

    private double Factor(int from, int to) => _factors.Length == 0 ? 1 : _factors[(from * Labels) + to];

    /// <summary>x ← exp(x - max x); returns max x.</summary>
    private static double Exponentiate(Span<double> x)
    {
        double largest = double.NegativeInfinity;
        foreach (double score in x) largest = Math.Max(largest, score);
        foreach (ref double score in x) score = Math.Exp(score - largest);
        return largest;
    }
}
