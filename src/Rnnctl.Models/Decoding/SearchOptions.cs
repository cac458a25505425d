namespace Rnnctl.Models.Decoding;

/// <summary>How to search for translations.</summary>
/// <param name="BeginId">The begin symbol.</param>
/// <param name="EndId">The end symbol.</param>
/// <param name="Beam">The beam width: the number of hypotheses per source; 1 for greedy search.</param>
/// <param name="LengthPenalty">α: a hypothesis of n symbols, end symbol included, has the score log p / ((5 + n) / 6)^α (Wu et al. 2016, equation 14).</param>
/// <param name="MaxLength">The most symbols of a translation, without the end symbol; longer ones are cut.</param>
public sealed record SearchOptions(int BeginId, int EndId, int Beam, double LengthPenalty, int MaxLength)
{
    /// <summary>Symbols that are never chosen: the begin symbol, which has no place in a text, and others such as the unknown symbol.</summary>
    public IReadOnlyList<int> Excluded { get; init; } = [BeginId];

    /// <summary>The least symbols of a translation, without the end symbol, which is forbidden before.</summary>
    public int MinLength { get; init; }

    /// <summary>
    /// n: no n symbols in a row appear twice in a translation, but for those of its forced beginning (Paulus et al. 2018, section 2.5); 0 allows all. Where no
    /// symbol is left, a translation ends.
    /// </summary>
    public int UniqueNgram { get; init; }

    /// <summary>Whether to return the attention weights of each symbol.</summary>
    public bool WithWeights { get; init; }

    /// <summary>Sampling settings, or null for beam search. With sampling, <see cref="Beam"/> is the number of translations to draw.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>The score of a hypothesis from its log-probability and its number of symbols, end symbol included.</summary>
    public double Score(double logProbability, int symbols) => logProbability / Math.Pow((5.0 + symbols) / 6, LengthPenalty);
}
