namespace Rnnctl.Text.Vocabularies;

/// <summary>Which tokens of a corpus get an id of their own.</summary>
/// <param name="MinCount">Tokens that appear less often are unknown.</param>
/// <param name="MaxSize">The most tokens, without <c>&lt;unk&gt;</c>; null for no limit.</param>
/// <param name="Normalizer">The normaliser that is applied before tokens are counted and looked up.</param>
public sealed record VocabularyOptions(int MinCount = 1, int? MaxSize = null, TokenNormalizer Normalizer = default);
