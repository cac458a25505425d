namespace Rnnctl.Text.Vocabularies;

/// <summary>The features of words' spelling that a model reads, with a vocabulary of the values of each.</summary>
public sealed class WordFeatures
{
    // A value that appears once is left out, so that the model learns a vector for unknown values.
    private const int LeastCount = 2;

    private readonly IReadOnlyList<WordFeature> _features;

    /// <summary>The features of a selection.</summary>
    /// <param name="features">The features.</param>
    /// <param name="vocabularies">Their vocabularies, in the same order, each with an unknown symbol.</param>
    public WordFeatures(IReadOnlyList<WordFeature> features, IReadOnlyList<Vocabulary> vocabularies) => (_features, Vocabularies) = (features, vocabularies);

    /// <summary>No features.</summary>
    public static WordFeatures None { get; } = new([], []);

    /// <summary>The number of features.</summary>
    public int Count => _features.Count;

    /// <summary>The vocabulary of each feature.</summary>
    public IReadOnlyList<Vocabulary> Vocabularies { get; }

    /// <summary>Each feature with its vocabulary.</summary>
    public IEnumerable<(WordFeature Feature, Vocabulary Vocabulary)> Entries => _features.Zip(Vocabularies);

    /// <summary>The features with the vocabularies of a training corpus: <c>&lt;unk&gt;</c>, then the values that appear twice or more.</summary>
    /// <param name="selection">Which features there are.</param>
    /// <param name="words">The words as they are written.</param>
    /// <param name="ofTokens">The normaliser of tokens.</param>
    public static WordFeatures Of(WordFeatureSelection selection, SymbolCounts words, TokenNormalizer ofTokens)
    {
        IReadOnlyList<WordFeature> features = selection.Features;
        return new WordFeatures(
            features, [.. features.Select(feature => Vocabulary.ForTokens(ValuesOf(feature, words), OptionsOf(feature.Normalizer(ofTokens))))]);
    }

    /// <summary>The same features with the values of another corpus at the ends of their vocabularies.</summary>
    /// <param name="words">The words as they are written.</param>
    public WordFeatures GrownBy(SymbolCounts words) => new(
        _features, [.. Entries.Select(one => one.Vocabulary.GrownBy(ValuesOf(one.Feature, words), OptionsOf(one.Vocabulary.Normalizer)))]);

    /// <summary>Adds the ids of a word's features to a list. It allocates nothing if the list is large enough.</summary>
    /// <param name="word">The word as it is written.</param>
    /// <param name="ids">Receives an id for each feature.</param>
    public void Find(ReadOnlySpan<char> word, List<int> ids)
    {
        Span<char> buffer = stackalloc char[WordFeature.BufferLength];
        for (int feature = 0; feature < _features.Count; feature++) ids.Add(Vocabularies[feature].Find(_features[feature].Of(word, buffer)));
    }

    /// <summary>Counts each value of a feature. Values with a control character are left out: some would end a line of the vocabulary's file.</summary>
    private static SymbolCounts ValuesOf(WordFeature feature, SymbolCounts words)
    {
        var values = new SymbolCounts();
        Span<char> buffer = stackalloc char[WordFeature.BufferLength];
        foreach ((string word, long count) in words.Entries)
        {
            ReadOnlySpan<char> value = feature.Of(word, buffer);
            if (!value.IsEmpty && !HasControl(value)) values.Add(value, count);
        }

        return values;
    }

    private static bool HasControl(ReadOnlySpan<char> value)
    {
        foreach (char character in value)
        {
            if (char.IsControl(character)) return true;
        }

        return false;
    }

    private static VocabularySelection OptionsOf(TokenNormalizer normalizer) => new(LeastCount, MaxSize: null, normalizer);
}
