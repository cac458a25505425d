namespace Rnnctl.Training.Learning;

/// <summary>What one update of the weights measured.</summary>
/// <param name="Tokens">The tokens of the batch.</param>
/// <param name="Loss">The mean loss per token, in nats, before the update.</param>
/// <param name="GradientNorm">The norm of all gradients together, before it was clipped.</param>
public readonly record struct LearningStep(int Tokens, double Loss, double GradientNorm)
{
    /// <summary>Whether loss and norm are finite; where they are not, the weights did not change.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(GradientNorm);

    /// <summary>Loss and norm, as a sentence.</summary>
    public override string ToString() => FormattableString.Invariant($"the loss is {Loss} and the gradient's norm {GradientNorm}");
}
