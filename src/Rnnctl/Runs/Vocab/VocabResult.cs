namespace Rnnctl.Runs.Vocab;

/// <summary>What <c>rnnctl vocab --json</c> prints.</summary>
/// <param name="Output">The directory that was written.</param>
/// <param name="Lines">The lines of the texts, blank ones included.</param>
/// <param name="Words">The words of the texts.</param>
/// <param name="DistinctWords">The different words, after normalisation.</param>
/// <param name="Merges">The merges that were learned; null for whole words.</param>
/// <param name="Symbols">The symbols of the vocabulary, the three that frame sequences included.</param>
/// <param name="Seconds">The time that it took.</param>
internal sealed record VocabResult(string Output, long Lines, long Words, int DistinctWords, int? Merges, int Symbols, double Seconds);
