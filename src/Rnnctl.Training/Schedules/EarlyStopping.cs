namespace Rnnctl.Training.Schedules;

/// <summary>
/// Follows the evaluations and says which is the best, and when training no longer improves the score. The higher score is better, and of equal scores that
/// with the lower validation loss. It is a value: each evaluation gives a new one, and its fields are all that a resumed run needs.
/// </summary>
/// <param name="Patience">How many evaluations in a row may bring nothing better; 1 or more.</param>
public readonly record struct EarlyStopping(int Patience)
{
    /// <summary>The best score so far, larger is better; null before the first.</summary>
    public double? BestScore { get; init; }

    /// <summary>The validation loss of the best evaluation; null where it is not known.</summary>
    public double? BestLoss { get; init; }

    /// <summary>The lowest validation loss so far, with whatever score; null where it is not known.</summary>
    public double? LowestLoss { get; init; }

    /// <summary>The evaluations since the best one that used up patience.</summary>
    public int WithoutImprovement { get; init; }

    /// <summary>Whether the last evaluation was the best so far.</summary>
    public bool Improved { get; init; }

    /// <summary>Whether patience has run out.</summary>
    public bool ShouldStop => WithoutImprovement >= Patience;

    /// <summary>
    /// Adds an evaluation. It uses up patience if it is not the best so far, except at the beginning of training: there the score lies at its floor while the
    /// loss still falls. A score that is not a number is not better than any other.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="loss">The validation loss; null if there is none.</param>
    /// <param name="floor">The score up to which a model has learnt next to nothing.</param>
    public EarlyStopping Observe(double score, double? loss, double floor)
    {
        bool improved = !double.IsNaN(score) && (BestScore is null || score > BestScore || (score == BestScore && IsBelow(loss, BestLoss)));
        bool falls = IsBelow(loss, LowestLoss);
        bool waits = score <= floor && falls;
        return this with
        {
            BestScore = improved ? score : BestScore,
            BestLoss = improved ? FiniteOrNull(loss) : BestLoss,
            LowestLoss = falls ? loss : LowestLoss,
            WithoutImprovement = improved ? 0 : WithoutImprovement + (waits ? 0 : 1),
            Improved = improved,
        };
    }

    /// <summary>Whether a loss is below the one before, which any loss is where that is not known.</summary>
    private static bool IsBelow(double? loss, double? before) => loss < (before ?? double.PositiveInfinity);

    private static double? FiniteOrNull(double? loss) => loss is { } value && double.IsFinite(value) ? value : null;
}
