namespace Rnnctl.Models.Decoding;

/// <summary>A translation from a search.</summary>
/// <param name="Symbols">Its symbols, without begin and end symbols.</param>
/// <param name="LogProbability">The logarithm of its probability, including the end symbol if it has one.</param>
/// <param name="Score">The log-probability with the length penalty and the coverage penalty, by which the best hypothesis is chosen.</param>
/// <param name="Weights">The attention weights of each symbol, and of the end symbol if it has one; empty if they were not requested.</param>
public sealed record Hypothesis(IReadOnlyList<int> Symbols, double LogProbability, double Score, IReadOnlyList<float[]> Weights)
{
    /// <summary>Whether the search cut it at the greatest length, before its end symbol.</summary>
    public bool IsCut { get; init; }
}
