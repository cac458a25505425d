namespace Rnnctl.Text.Vocabularies;

/// <summary>Which tokens of a corpus get an id of their own.</summary>
/// <param name="MinCount">A token that appears less often is unknown.</param>
/// <param name="MaxSize">At most so many tokens, <c>&lt;unk&gt;</c> not counted; null for no limit.</param>
/// <param name="Normalizer">What is done to a token before it is counted and looked up.</param>
public sealed record VocabularyOptions(int MinCount = 1, int? MaxSize = null, TokenNormalizer Normalizer = default);
