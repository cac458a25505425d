namespace Rnnctl.Models.Decoding;

/// <summary>How symbols are drawn at random.</summary>
/// <param name="Temperature">What the logits are divided by: below 1 the probable becomes more probable.</param>
/// <param name="TopK">Only so many of the most probable symbols are drawn from; 0 for all (Fan et al. 2018).</param>
/// <param name="TopP">Only the most probable symbols that have this probability together are drawn from; 1 for all (Holtzman et al. 2020).</param>
/// <param name="Seed">Where the randomness comes from.</param>
public sealed record SamplingOptions(double Temperature, int TopK, double TopP, ulong Seed);
