using Rnnctl.Inference.Configurations;

namespace Rnnctl.Training.Schedules;

/// <summary>
/// The learning rate as a function of how far training is. With n = step + 1, W the warm-up steps, T all steps, e the epochs completed and
/// k the evaluations without a better score:
/// <code>
/// warm-up       w = min(1, n / W)                      times one of:
/// constant      1
/// step          0.5 ^ floor(e / 5)
/// plateau       0.5 ^ k
/// cosine        (1 + cos(pi (step - W) / (T - W))) / 2  Loshchilov and Hutter 2017, one period; 1 during the warm-up, 0 from step T on
/// inverse-sqrt  sqrt(W / max(n, W))                    Vaswani et al. 2017, scaled so that its peak is the given rate; W counts as 1 where
/// it is 0
/// </code>
/// </summary>
/// <param name="Kind">Which of them.</param>
/// <param name="PeakRate">The rate that the factors are multiplied with.</param>
/// <param name="WarmupSteps">W: the steps over which the rate rises linearly from near 0; 0 for none.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double PeakRate, long WarmupSteps)
{
    private const double DecayFactor = 0.5;
    private const int EpochsPerDecay = 5;

    /// <summary>The rate for an update of the weights.</summary>
    /// <param name="step">The updates made before this one.</param>
    /// <param name="totalSteps">The updates of the whole run.</param>
    /// <param name="epoch">The epochs completed before this update.</param>
    /// <param name="plateauReductions">The evaluations so far that brought no better score.</param>
    public double Rate(long step, long totalSteps, int epoch, int plateauReductions)
    {
        double decay = Kind switch
        {
            ScheduleKind.Constant => 1,
            ScheduleKind.Step => Math.Pow(DecayFactor, Math.Floor(epoch / (double)EpochsPerDecay)),
            ScheduleKind.Plateau => Math.Pow(DecayFactor, plateauReductions),
            ScheduleKind.Cosine => Cosine(step, totalSteps),
            ScheduleKind.InverseSqrt => InverseSquareRoot(step),
            _ => throw new InvalidOperationException($"unknown schedule {Kind}"),
        };
        return PeakRate * Warmup(step) * decay;
    }

    private double Warmup(long step) => step + 1 >= WarmupSteps ? 1 : (step + 1) / (double)WarmupSteps;

    private double Cosine(long step, long totalSteps)
    {
        if (step <= WarmupSteps)
            return 1;
        if (step >= totalSteps)
            return 0;
        return (1 + Math.Cos(Math.PI * (step - WarmupSteps) / (totalSteps - WarmupSteps))) / 2;
    }

    private double InverseSquareRoot(long step)
    {
        double warmup = Math.Max(WarmupSteps, 1);
        return Math.Sqrt(warmup / Math.Max(step + 1, warmup));
    }
}
