namespace Rnnctl.Text.Metrics;

/// <summary>A score with what resampling tells about it.</summary>
/// <param name="Score">The score of all segments.</param>
/// <param name="Mean">The mean of the resamples' scores.</param>
/// <param name="Confidence">Half the width of the interval with 95% of them.</param>
public sealed record BootstrapEstimate(double Score, double Mean, double Confidence);
