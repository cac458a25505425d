namespace Rnnctl.Text.Embeddings;

/// <summary>Collects the vectors of the wanted words of a file. If a word comes twice, its first vector counts.</summary>
internal sealed class WantedVectors
{
    private readonly SymbolTable _exact = new(), _lowerCased = new();
    private readonly Dictionary<string, float[]> _exactVectors = [], _lowerCasedVectors = [];

    /// <summary>Wants words as they are written, and in lower case.</summary>
    public WantedVectors(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            _exact.Add(word);
            _lowerCased.Add(word.ToLowerInvariant());
        }
    }

    /// <summary>Whether the vector of a word is wanted.</summary>
    public bool Has(ReadOnlySpan<char> word) => _exact.TryFind(word, out _) || _lowerCased.TryFind(word, out _);

    /// <summary>Keeps the vector of a wanted word.</summary>
    public void Add(string word, float[] vector)
    {
        if (_exact.TryFind(word, out _)) _exactVectors.TryAdd(word, vector);
        if (_lowerCased.TryFind(word, out _)) _lowerCasedVectors.TryAdd(word, vector);
    }

    /// <summary>The vectors that were found.</summary>
    public PretrainedEmbeddings Found(int dimension) => new(dimension, _exactVectors, _lowerCasedVectors);
}
