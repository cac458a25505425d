using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Vocabularies;

/// <summary>The vocabularies of a trained model, grown by the symbols of other data. New symbols come last, so that all others keep their ids.</summary>
public static class VocabularyGrowth
{
    /// <summary>Adds the symbols of a text, normalised as the vocabulary's are: by falling count, equal counts by first appearance.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="symbols">The symbols as written.</param>
    /// <param name="options">How often a new symbol must appear, and how many are added at most; the normaliser is the vocabulary's own.</param>
    public static Vocabulary GrownBy(this Vocabulary vocabulary, SymbolCounts symbols, VocabularySelection options) => vocabulary.With(
        symbols.Normalized(vocabulary.Normalizer).Entries
            .Where(symbol => symbol.Count >= options.MinCount && !vocabulary.Has(symbol.Symbol))
            .OrderByDescending(symbol => symbol.Count) // A stable sort: equal counts stay in order of first appearance.
            .Take(options.MaxSize ?? int.MaxValue)
            .Select(symbol => symbol.Symbol));

    /// <summary>Adds words to an encoder of whole words. One of segments stays as it is, since its merges make the segments.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="words">The words as written.</param>
    /// <param name="options">As for a vocabulary.</param>
    public static TextEncoder GrownBy(this TextEncoder encoder, SymbolCounts words, VocabularySelection options) =>
        encoder.Subwords is null ? new TextEncoder(encoder.Vocabulary.GrownBy(words, options), subwords: null) : encoder;

    /// <summary>Adds the words of a text, or its characters where they are the encoder's symbols. An encoder of segments stays as it is.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">As for a vocabulary.</param>
    /// <exception cref="InputException">A file can't be read, is not UTF-8 text, or has no sentence.</exception>
    public static TextEncoder GrownBy(this TextEncoder encoder, PlainText text, VocabularySelection options)
    {
        if (encoder.Subwords is not null) return encoder;
        return encoder.Unit == TextUnit.Characters
            ? TextEncoder.OfCharacters(encoder.Vocabulary.GrownBy(Vocabulary.CountCharacters(text), options))
            : encoder.GrownBy(Vocabulary.CountWords(text), options);
    }
}
