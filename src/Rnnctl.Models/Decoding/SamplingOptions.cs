namespace Rnnctl.Models.Decoding;

/// <summary>How to sample symbols.</summary>
/// <param name="Temperature">The divisor of the logits; below 1, probable symbols become more probable.</param>
/// <param name="TopK">The number of most probable symbols to sample from; 0 for all (Fan et al. 2018).</param>
/// <param name="TopP">The probability mass of the most probable symbols to sample from; 1 for all (Holtzman et al. 2020).</param>
/// <param name="Seed">The seed of the random numbers.</param>
public sealed record SamplingOptions(double Temperature, int TopK, double TopP, ulong Seed);
