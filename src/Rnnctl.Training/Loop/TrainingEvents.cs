using Rnnctl.Inference.Configurations;
using Rnnctl.Training.Logging;

namespace Rnnctl.Training.Loop;

/// <summary>Called during a training run, on the training thread.</summary>
/// <param name="Started">The number of steps of the whole run, once.</param>
/// <param name="StepDone">The number of the step, the epoch (both from 1), its loss, and the tokens per second since the last evaluation.</param>
/// <param name="Evaluated">What an evaluation measured, what the score is (null for none), and whether it was the best so far.</param>
public sealed record TrainingEvents(
    Action<long> Started, Action<long, int, double, double> StepDone, Action<MetricsRow, EvaluationMetric?, bool> Evaluated)
{
    /// <summary>Events without listeners.</summary>
    public static TrainingEvents None { get; } = new(_ => { }, (_, _, _, _) => { }, (_, _, _) => { });
}
