using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Words as the ids of the features of their spelling, in the order in which they were added, so that each word is looked at once.</summary>
/// <param name="features">The features, at least one.</param>
internal sealed class DescribedWords(WordFeatures features)
{
    private readonly List<int> _ids = [];

    /// <summary>The number of features.</summary>
    public int Features => features.Count;

    /// <summary>The number of words.</summary>
    public int Count => _ids.Count / Features;

    /// <summary>The id of a feature of a word.</summary>
    public int this[int word, int feature] => _ids[(word * Features) + feature];

    /// <summary>Adds a word as written.</summary>
    public void Add(ReadOnlySpan<char> word) => features.Find(word, _ids);

    /// <summary>Removes all words; keeps the memory.</summary>
    public void Clear() => _ids.Clear();
}
