namespace Rnnctl.Training.Loop;

/// <summary>What a model scored on the validation part.</summary>
/// <param name="ScoreName">What the score is.</param>
/// <param name="Score">The task's own score, from 0 to 1, larger is better.</param>
/// <param name="Loss">The mean over tokens of the loss, in nats; null where there is none.</param>
public sealed record Evaluation(string ScoreName, double Score, double? Loss)
{
    /// <summary>The share of tokens labelled rightly, of taggers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The share of the predicted spans that are right, where labels mark spans.</summary>
    public double? Precision { get; init; }

    /// <summary>The share of the true spans that were found, likewise.</summary>
    public double? Recall { get; init; }

    /// <summary>The harmonic mean of the two, likewise.</summary>
    public double? F1 { get; init; }
}
