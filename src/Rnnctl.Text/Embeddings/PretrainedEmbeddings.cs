namespace Rnnctl.Text.Embeddings;

/// <summary>The vectors of the wanted words, read from a file.</summary>
public sealed class PretrainedEmbeddings
{
    private readonly IReadOnlyDictionary<string, float[]> _exact, _lowerCased;

    internal PretrainedEmbeddings(int dimension, IReadOnlyDictionary<string, float[]> exact, IReadOnlyDictionary<string, float[]> lowerCased) =>
        (Dimension, _exact, _lowerCased) = (dimension, exact, lowerCased);

    /// <summary>E, the dimension of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Whether the file has a word exactly as written.</summary>
    public bool HasExactly(string word) => _exact.ContainsKey(word);

    /// <summary>The vector of a word, or of its lower case: <c>[E]</c>; empty if the file has neither.</summary>
    public ReadOnlySpan<float> VectorOf(string word) =>
        _exact.TryGetValue(word, out float[]? vector) || _lowerCased.TryGetValue(word.ToLowerInvariant(), out vector) ? vector : default;
}
