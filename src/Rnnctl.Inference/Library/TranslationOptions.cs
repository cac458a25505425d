using System.Globalization;

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
    public double LengthPenalty
    {
        get;
        init
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(LengthPenalty), string.Create(CultureInfo.InvariantCulture, $"expected a number of at least 0, found {value}"));
            }

            field = value;
        }
    }
    = 1;

    /// <summary>The symbols after which a translation is cut, at least 1. 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int MaxLength { get; init => field = Argument.InRange(value, least: 1, most: int.MaxValue, nameof(MaxLength)); } = 200;
}
