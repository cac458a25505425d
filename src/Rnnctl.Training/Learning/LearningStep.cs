namespace Rnnctl.Training.Learning;

/// <summary>What one update of the weights measured.</summary>
/// <param name="Tokens">The tokens of the batch.</param>
/// <param name="Loss">The mean loss per token, in nats, before the update.</param>
/// <param name="GradientNorm">The norm of all gradients together, before it was clipped.</param>
public readonly record struct LearningStep(int Tokens, double Loss, double GradientNorm)
{
    /// <summary>Whether both are numbers; where they are not, the weights were left as they were.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(GradientNorm);

    /// <summary>Both, as a sentence.</summary>
    public override string ToString() => FormattableString.Invariant($"the loss is {Loss} and the gradient's norm {GradientNorm}");
}
