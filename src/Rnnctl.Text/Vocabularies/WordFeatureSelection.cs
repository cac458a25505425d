namespace Rnnctl.Text.Vocabularies;

/// <summary>Which features of a word's spelling a model reads.</summary>
/// <param name="Shape">Whether it reads the shape.</param>
/// <param name="Affixes">The longest prefix and suffix that it reads, in characters; 0 for none.</param>
public readonly record struct WordFeatureSelection(bool Shape, int Affixes)
{
    /// <summary>The longest affixes that a model can read.</summary>
    public const int LongestAffixes = 5;

    /// <summary>Every feature that a model can read.</summary>
    public static WordFeatureSelection All => new(Shape: true, LongestAffixes);

    /// <summary>The number of features.</summary>
    public int Count => (Shape ? 1 : 0) + (2 * Affixes);

    /// <summary>The features in the order in which models have them: the shape, the prefixes, the suffixes.</summary>
    public IReadOnlyList<WordFeature> Features =>
    [
        .. Shape ? [new WordFeature(WordFeatureKind.Shape)] : (WordFeature[])[],
        .. Enumerable.Range(1, Affixes).Select(characters => new WordFeature(WordFeatureKind.Prefix, characters)),
        .. Enumerable.Range(1, Affixes).Select(characters => new WordFeature(WordFeatureKind.Suffix, characters)),
    ];
}
