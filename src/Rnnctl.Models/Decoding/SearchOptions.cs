namespace Rnnctl.Models.Decoding;

/// <summary>How translations are searched for.</summary>
/// <param name="BeginId">The symbol before a target's first.</param>
/// <param name="EndId">The symbol after its last.</param>
/// <param name="Beam">How many hypotheses of a source are followed at once; with 1 the most probable symbol is taken at each step.</param>
/// <param name="LengthPenalty">α: a hypothesis of n symbols, the end among them, is scored log p / ((5 + n) / 6)^α (Wu et al. 2016, equation 14).</param>
/// <param name="MaxLength">The most symbols of a translation, the end not counted; one that has not ended by then is cut.</param>
public sealed record SearchOptions(int BeginId, int EndId, int Beam, double LengthPenalty, int MaxLength)
{
    /// <summary>Whether the weights that each symbol gave the source's positions are kept.</summary>
    public bool WithWeights { get; init; }

    /// <summary>How symbols are drawn at random in the place of a search, or null; then <see cref="Beam"/> is how many translations are drawn.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>The score of a hypothesis of so many symbols, the end among them.</summary>
    public double Score(double logProbability, int symbols) => logProbability / Math.Pow((5.0 + symbols) / 6, LengthPenalty);
}
