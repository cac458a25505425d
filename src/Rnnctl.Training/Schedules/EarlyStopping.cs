namespace Rnnctl.Training.Schedules;

/// <summary>
/// Follows the score of each evaluation and says when training no longer improves it. It is a value: each evaluation gives a new one, and its
/// fields are all that a resumed run needs.
/// </summary>
/// <param name="Patience">How many evaluations in a row may bring no better score; 1 or more.</param>
/// <param name="BestScore">The best score so far, larger is better; null before the first.</param>
/// <param name="WithoutImprovement">The evaluations since the best one.</param>
public readonly record struct EarlyStopping(int Patience, double? BestScore = null, int WithoutImprovement = 0)
{
    /// <summary>Whether the last evaluation was the best so far.</summary>
    public bool Improved => BestScore is not null && WithoutImprovement == 0;

    /// <summary>Whether patience has run out.</summary>
    public bool ShouldStop => WithoutImprovement >= Patience;

    /// <summary>Adds the score of an evaluation. An equal score is no improvement, and neither is one that is not a number.</summary>
    public EarlyStopping Observe(double score) =>
        !double.IsNaN(score) && (BestScore is null || score > BestScore)
            ? this with { BestScore = score, WithoutImprovement = 0 }
            : this with { WithoutImprovement = WithoutImprovement + 1 };
}
