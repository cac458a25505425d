namespace Rnnctl.Requests;

/// <summary>How gradients become new weights.</summary>
/// <param name="Optimizer">The rule.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="Schedule">How the rate changes.</param>
/// <param name="Warmup">Steps over which the rate rises from zero.</param>
/// <param name="ClipNorm">The largest norm of all gradients together; null for no limit.</param>
/// <param name="ClipValue">The largest absolute value of any gradient; null for no limit.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Bptt">Time steps that the gradient goes back; null for the whole sequence.</param>
internal sealed record OptimizerSettings(
    OptimizerKind Optimizer,
    double LearningRate,
    ScheduleKind Schedule,
    int Warmup,
    double? ClipNorm,
    double? ClipValue,
    double WeightDecay,
    int? Bptt);
