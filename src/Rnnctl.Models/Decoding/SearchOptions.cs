namespace Rnnctl.Models.Decoding;

/// <summary>How to search for translations.</summary>
/// <param name="BeginId">The begin symbol.</param>
/// <param name="EndId">The end symbol.</param>
/// <param name="Beam">The beam width: the number of hypotheses per source; 1 for greedy search.</param>
/// <param name="LengthPenalty">
/// α of lp = ((5 + n) / 6)^α: a hypothesis of n symbols, end symbol included, has the score log p / lp (Wu et al. 2016, equation 14).
/// </param>
/// <param name="MaxLength">The most symbols of a translation, without the end symbol; longer ones are cut.</param>
public sealed record SearchOptions(int BeginId, int EndId, int Beam, double LengthPenalty, int MaxLength)
{
    // The least normal number in single precision: some devices make less 0, whose logarithm is no score.
    private const double LeastAttention = 1.17549435e-38;

    /// <summary>Symbols that are never chosen: the begin symbol, which has no place in a text, and others such as the unknown symbol.</summary>
    public IReadOnlyList<int> Excluded { get; init; } = [BeginId];

    /// <summary>The least symbols of a translation, without the end symbol, which is forbidden before.</summary>
    public int MinLength { get; init; }

    /// <summary>
    /// n: no n symbols in a row appear twice in a translation, but for those of its forced beginning (Paulus et al. 2018, section 2.5); 0 allows all. Where no
    /// symbol is left, a translation ends.
    /// </summary>
    public int UniqueNgram { get; init; }

    /// <summary>
    /// β of the coverage penalty cp = β Σ_i log(min(Σ_j p_ij, 1)), where p_ij is the attention of the target's symbol j, the end symbol among them, to the
    /// position i of the source (Wu et al. 2016, section 7, equation 14); 0 for none. Like the length penalty it ranks the hypotheses that the beam has ended
    /// with, and does not decide which the beam follows.
    /// </summary>
    public double CoveragePenalty { get; init; }

    /// <summary>Whether to return the attention weights of each symbol.</summary>
    public bool WithWeights { get; init; }

    /// <summary>Whether the search must keep the attention weights.</summary>
    internal bool NeedsWeights => WithWeights || CoveragePenalty > 0;

    /// <summary>Sampling settings, or null for beam search. With sampling, <see cref="Beam"/> is the number of translations to draw.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>The score of a hypothesis, log p / lp + cp.</summary>
    /// <param name="logProbability">log p.</param>
    /// <param name="symbols">The number of its symbols, end symbol included.</param>
    /// <param name="attention">Σ_j p_ij of each position i of the source; empty without coverage penalty.</param>
    public double Score(double logProbability, int symbols, ReadOnlySpan<double> attention) =>
        (logProbability / Math.Pow((5.0 + symbols) / 6, LengthPenalty)) + Coverage(attention);

    /// <summary>cp, at most 0.</summary>
    private double Coverage(ReadOnlySpan<double> attention)
    {
        double sum = 0;
        foreach (double ofPosition in attention) sum += Math.Log(Math.Clamp(ofPosition, LeastAttention, 1));
        return CoveragePenalty * sum;
    }
}
