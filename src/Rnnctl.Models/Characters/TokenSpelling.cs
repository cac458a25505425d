namespace Rnnctl.Models.Characters;

/// <summary>Spells tokens: returns their distinct words with their characters, valid until the next call.</summary>
/// <param name="tokens">The tokens' ids in packed order, <c>[N]</c>.</param>
public delegate SpelledWords TokenSpelling(ReadOnlySpan<int> tokens);
