namespace Rnnctl.Inference.Library;

/// <summary>How translations are searched for.</summary>
public sealed record TranslationOptions
{
    /// <summary>How many hypotheses of a sentence are followed at once, from 1 to 1000; 1 takes the most probable symbol at each step. 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int Beam { get; init => field = Argument.InRange(value, least: 1, most: 1000, nameof(Beam)); } = 5;

    /// <summary>
    /// The exponent of the length penalty, 0 or more: a translation of N symbols is scored log p / ((5 + N) / 6)^x (Wu et al. 2016). 1 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public double LengthPenalty { get; init => field = Argument.NotNegative(value, nameof(LengthPenalty)); } = 1;

    /// <summary>
    /// X of the coverage penalty, 0 or more, of a translator with attention: X Σ log(min(a, 1)) is added to the score, the sum over the text's symbols and a
    /// the attention that all symbols of the translation paid to one (Wu et al. 2016). 0, the default, for none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public double CoveragePenalty { get; init => field = Argument.NotNegative(value, nameof(CoveragePenalty)); }

    /// <summary>The symbols after which a translation is cut, at least 1. 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int MaxLength { get; init => field = Argument.InRange(value, least: 1, most: int.MaxValue, nameof(MaxLength)); } = 200;
}
