using System.Globalization;

namespace Rnnctl.Text.Vocabularies;

/// <summary>A feature that is computed from a word as it is written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Characters">The number of characters of an affix; 0 for a shape.</param>
public readonly record struct WordFeature(WordFeatureKind Kind, int Characters = 0)
{
    /// <summary>The memory that <see cref="Of"/> needs.</summary>
    internal const int BufferLength = WordShape.MostLength;

    /// <summary>Its name: <c>shape</c>, <c>prefix_1</c>, <c>suffix_3</c>.</summary>
    public string Name => Numbered(Kind switch { WordFeatureKind.Shape => "shape", WordFeatureKind.Prefix => "prefix", _ => "suffix" });

    /// <summary>The name of its vocabulary: <c>shapes</c>, <c>prefixes_1</c>, <c>suffixes_3</c>.</summary>
    public string Vocabulary => Numbered(Kind switch { WordFeatureKind.Shape => "shapes", WordFeatureKind.Prefix => "prefixes", _ => "suffixes" });

    /// <summary>How its values are normalised: an affix like a token, and always put into lower case; a shape not at all.</summary>
    /// <param name="ofTokens">The normaliser of tokens.</param>
    public TokenNormalizer Normalizer(TokenNormalizer ofTokens) => Kind == WordFeatureKind.Shape ? default : ofTokens with { Lowercase = true };

    /// <summary>Its value for a word, not yet normalised; valid as long as the word and the buffer are.</summary>
    /// <param name="word">The word as it is written.</param>
    /// <param name="buffer">At least <see cref="BufferLength"/> long.</param>
    internal ReadOnlySpan<char> Of(ReadOnlySpan<char> word, Span<char> buffer) => Kind switch
    {
        WordFeatureKind.Shape => WordShape.Of(word, buffer),
        WordFeatureKind.Prefix => WordAffix.Prefix(word, Characters),
        _ => WordAffix.Suffix(word, Characters),
    };

    private string Numbered(string name) => Kind == WordFeatureKind.Shape ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{Characters}");
}
