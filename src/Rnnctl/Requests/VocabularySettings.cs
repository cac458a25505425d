namespace Rnnctl.Requests;

/// <summary>Which tokens get an embedding of their own.</summary>
/// <param name="MinCount">Occurrences below which a token is unknown.</param>
/// <param name="MaxVocab">The most tokens kept, the most frequent first; null for all.</param>
/// <param name="Lowercase">Whether case is dropped.</param>
/// <param name="DigitsToZero">Whether every digit becomes 0.</param>
internal sealed record VocabularySettings(int MinCount, int? MaxVocab, bool Lowercase, bool DigitsToZero);
