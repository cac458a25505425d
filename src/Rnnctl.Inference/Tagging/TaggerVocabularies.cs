using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tagging;

/// <summary>All symbols that a tagger knows.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Characters">The characters of tokens, where the tagger reads them.</param>
public sealed record TaggerVocabularies(Vocabulary Tokens, Vocabulary Labels, Vocabulary? Characters = null)
{
    /// <summary>The values of each feature that the tagger reads beside the token.</summary>
    public IReadOnlyList<Vocabulary> Features { get; init; } = [];

    /// <summary>The features of tokens' spelling that the tagger reads.</summary>
    public WordFeatures WordFeatures { get; init; } = WordFeatures.None;

    /// <summary>The sentences' intents, where the tagger tells them.</summary>
    public Vocabulary? Intents { get; init; }

    /// <summary>Whether the tagger also reads words as they are written, for language models with vocabularies of their own.</summary>
    public bool KeepsWords { get; init; }

    /// <summary>The vocabularies of a training corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">Which tokens get an id of their own.</param>
    /// <param name="withCharacters">Whether the tagger reads characters.</param>
    /// <param name="wordFeatures">Which features of tokens' spelling it reads.</param>
    /// <exception cref="Rnnctl.Text.InputException">An option is out of range, or a label reads as the unknown symbol.</exception>
    public static TaggerVocabularies Of(
        LabelledCorpus corpus, VocabularySelection options, bool withCharacters, WordFeatureSelection wordFeatures = default) =>
        Of(CorpusCounts.Of(corpus), corpus.LabelSymbols.Symbols, options, withCharacters, wordFeatures);

    /// <summary>The vocabularies of a training corpus whose symbols were counted.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="labels">The labels that are learnt, in the order of their ids.</param>
    /// <param name="options">Which tokens get an id of their own.</param>
    /// <param name="withCharacters">Whether the tagger reads characters.</param>
    /// <param name="wordFeatures">Which features of tokens' spelling it reads.</param>
    /// <exception cref="Rnnctl.Text.InputException">As for a corpus.</exception>
    public static TaggerVocabularies Of(
        CorpusCounts counts, IReadOnlyList<string> labels, VocabularySelection options, bool withCharacters,
        WordFeatureSelection wordFeatures = default) => new(
        Vocabulary.ForTokens(counts.Tokens, options), Vocabulary.ForLabels(labels), withCharacters ? Vocabulary.ForCharacters(counts.Tokens) : null)
    {
        Features = [.. counts.Features.Select(Vocabulary.ForFeature)],
        WordFeatures = WordFeatures.Of(wordFeatures, counts.Tokens, options.Normalizer),
        Intents = counts.Intents.Count > 0 ? Vocabulary.ForLabels(counts.Intents.Symbols) : null,
    };

    /// <summary>The same vocabularies with the symbols of another corpus at their ends, so that all others keep their ids.</summary>
    /// <param name="counts">The counts of the other corpus, which has the same features.</param>
    /// <param name="labels">Its labels, in the scheme that is learnt.</param>
    /// <param name="options">How often a new token must appear, and how many are added at most.</param>
    /// <exception cref="Rnnctl.Text.InputException">A label reads as the unknown symbol.</exception>
    public TaggerVocabularies GrownBy(CorpusCounts counts, IReadOnlyList<string> labels, VocabularySelection options) => this with
    {
        Tokens = Tokens.GrownBy(counts.Tokens, options),
        Labels = Labels.With(Vocabulary.ForLabels(labels).Symbols),
        Characters = Characters?.With(Vocabulary.ForCharacters(counts.Tokens).Symbols),
        Intents = Intents?.With(Vocabulary.ForLabels(counts.Intents.Symbols).Symbols),
        Features = [.. Features.Zip(counts.Features, (known, values) => known.With(Vocabulary.ForFeature(values).Symbols))],
        WordFeatures = WordFeatures.GrownBy(counts.Tokens),
    };

    /// <summary>Each vocabulary under the name that its file has.</summary>
    public IReadOnlyDictionary<string, Vocabulary> ByName()
    {
        var all = new Dictionary<string, Vocabulary> { [TaggerModel.TokenVocabulary] = Tokens, [TaggerModel.LabelVocabulary] = Labels };
        if (Characters is not null) all[TaggerModel.CharacterVocabulary] = Characters;
        if (Intents is not null) all[TaggerModel.IntentVocabulary] = Intents;
        for (int feature = 0; feature < Features.Count; feature++) all[TaggerModel.FeatureVocabulary(feature)] = Features[feature];
        foreach ((WordFeature feature, Vocabulary values) in WordFeatures.Entries) all[feature.Vocabulary] = values;
        return all;
    }

    /// <summary>The lines of each vocabulary's file, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lines() => ByName().ToDictionary(one => one.Key, one => one.Value.Symbols);

    /// <summary>How many symbols each vocabulary has, as the configuration holds it.</summary>
    public IReadOnlyDictionary<string, int> Sizes() => ByName().ToDictionary(one => one.Key, one => one.Value.Count);
}
