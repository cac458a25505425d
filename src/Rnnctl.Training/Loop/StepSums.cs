using Rnnctl.Training.Learning;

namespace Rnnctl.Training.Loop;

/// <summary>Sums over the steps since the last evaluation.</summary>
/// <param name="Loss">Of the loss over tokens.</param>
/// <param name="Tokens">Of the tokens.</param>
/// <param name="GradientNorm">Of the gradient's norm over steps.</param>
/// <param name="Steps">The steps.</param>
internal readonly record struct StepSums(double Loss, long Tokens, double GradientNorm, long Steps)
{
    /// <summary>The sums with one more step.</summary>
    public StepSums With(LearningStep step) =>
        new(Loss + (step.Loss * step.Tokens), Tokens + step.Tokens, GradientNorm + step.GradientNorm, Steps + 1);
}
