using System.Globalization;

namespace Rnnctl.Verbs.Train;

/// <summary>An evaluation of a model in training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps done so far.</param>
/// <param name="TrainLoss">Mean loss on the training data since the last evaluation.</param>
/// <param name="ValidLoss">Loss on the validation data; null where there is none.</param>
/// <param name="ScoreName">What <paramref name="Score"/> is: <c>f1</c>, <c>accuracy</c>.</param>
/// <param name="Score">The task's own score on the validation data; null where there is none.</param>
/// <param name="Improved">Whether the score is the best so far.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="TokensPerSecond">The pace of training since the last evaluation.</param>
/// <param name="Seconds">Seconds since training began.</param>
internal readonly record struct Evaluation(
    int Epoch,
    long Step,
    double TrainLoss,
    double? ValidLoss,
    string ScoreName,
    double? Score,
    bool Improved,
    double LearningRate,
    double TokensPerSecond,
    double Seconds)
{
    /// <summary>The line for a person.</summary>
    public override string ToString()
    {
        CultureInfo numbers = CultureInfo.InvariantCulture;
        string valid = ValidLoss is { } loss ? string.Create(numbers, $"  valid loss {loss:F4}") : "";
        string score = Score is { } value ? string.Create(numbers, $"  {ScoreName} {value:F4}{(Improved ? " best" : "")}") : "";
        return string.Create(
            numbers, $"epoch {Epoch}  step {Step}  loss {TrainLoss:F4}{valid}{score}  lr {LearningRate:G4}  {TokensPerSecond:N0} tokens/s  {Seconds:F1} s");
    }
}
