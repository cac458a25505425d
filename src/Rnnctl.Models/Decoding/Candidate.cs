namespace Rnnctl.Models.Decoding;

/// <summary>A way in which a hypothesis could go on.</summary>
/// <param name="Row">The hypothesis' row.</param>
/// <param name="Symbol">The next symbol.</param>
/// <param name="LogProbability">The logarithm of the probability of the hypothesis with it.</param>
internal readonly record struct Candidate(int Row, int Symbol, double LogProbability);
