namespace Rnnctl.Models.Decoding;

/// <summary>A translation that a search found.</summary>
/// <param name="Symbols">Its symbols, without begin and end.</param>
/// <param name="LogProbability">The logarithm of its probability, that of the end among it where it has one.</param>
/// <param name="Score">The same under the length penalty: by this the best is chosen.</param>
/// <param name="Weights">For each symbol, and for the end where it has one, the weights of the source's positions; empty where they were not asked for.</param>
public sealed record Hypothesis(IReadOnlyList<int> Symbols, double LogProbability, double Score, IReadOnlyList<float[]> Weights);
