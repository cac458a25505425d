namespace Rnnctl.Text.Embeddings;

/// <summary>Words' vectors from a file, of those words that were asked for.</summary>
public sealed class PretrainedEmbeddings
{
    private readonly IReadOnlyDictionary<string, float[]> _exact, _lowerCased;

    internal PretrainedEmbeddings(int dimension, IReadOnlyDictionary<string, float[]> exact, IReadOnlyDictionary<string, float[]> lowerCased) =>
        (Dimension, _exact, _lowerCased) = (dimension, exact, lowerCased);

    /// <summary>E, how many numbers a vector has.</summary>
    public int Dimension { get; }

    /// <summary>Whether the file has a word as it is written.</summary>
    public bool HasExactly(string word) => _exact.ContainsKey(word);

    /// <summary>A word's vector, or else that of the word in lower case: <c>[E]</c>; empty where the file has neither.</summary>
    public ReadOnlySpan<float> VectorOf(string word) =>
        _exact.TryGetValue(word, out float[]? vector) || _lowerCased.TryGetValue(word.ToLowerInvariant(), out vector) ? vector : default;
}
