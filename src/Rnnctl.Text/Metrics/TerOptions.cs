namespace Rnnctl.Text.Metrics;

/// <summary>How TER reads words; sacreBLEU's <c>--ter-...</c> options, all off by default.</summary>
/// <param name="CaseSensitive">Whether words are compared as written; else in lower case.</param>
/// <param name="Normalized">Whether entities of XML are decoded and marks are words of their own.</param>
/// <param name="NoPunctuation">Whether punctuation is left out.</param>
/// <param name="AsianSupport">Whether the two before know Chinese and Japanese: each ideograph is a word, and full-width marks are punctuation.</param>
public sealed record TerOptions(bool CaseSensitive = false, bool Normalized = false, bool NoPunctuation = false, bool AsianSupport = false);
