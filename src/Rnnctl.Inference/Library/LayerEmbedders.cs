using Rnnctl.Inference.Embedding;

namespace Rnnctl.Inference.Library;

/// <summary>Embeds sentences by any layer of a model, long ones in parts. The embedder of each layer is kept.</summary>
/// <param name="create">Makes the embedder of a layer.</param>
internal sealed class LayerEmbedders(Func<int, IWordEmbedder> create) : IDisposable
{
    private readonly Dictionary<int, IWordEmbedder> _embedders = [];

    /// <summary>The vectors of the tokens of each sentence, <c>[sentences][tokens]</c>; those of a sentence lie one after the other.</summary>
    /// <param name="sentences">The sentences' tokens.</param>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="cancellation">Stops it between two batches.</param>
    public ReadOnlyMemory<float>[][] Embed(IReadOnlyList<IReadOnlyList<string>> sentences, int layer, CancellationToken cancellation)
    {
        if (!_embedders.TryGetValue(layer, out IWordEmbedder? embedder)) _embedders[layer] = embedder = create(layer);
        int longest = embedder.LongestSentence;
        List<IReadOnlyList<string>> parts = [];
        List<int> firstParts = [0];
        foreach (IReadOnlyList<string> tokens in sentences)
        {
            if (tokens.Count <= longest) parts.Add(tokens);
            else parts.AddRange(tokens.Chunk(longest));
            firstParts.Add(parts.Count);
        }

        embedder.Run(parts, cancellation);
        int width = embedder.Widths[layer];
        var vectors = new ReadOnlyMemory<float>[sentences.Count][];
        for (int sentence = 0; sentence < vectors.Length; sentence++)
        {
            float[] numbers = embedder.VectorsOf(layer, firstParts[sentence], firstParts[sentence + 1] - firstParts[sentence]).ToArray();
            vectors[sentence] = new ReadOnlyMemory<float>[sentences[sentence].Count];
            for (int token = 0; token < vectors[sentence].Length; token++) vectors[sentence][token] = numbers.AsMemory(token * width, width);
        }

        return vectors;
    }

    /// <summary>Frees the memory of the embedders.</summary>
    public void Dispose()
    {
        foreach (IWordEmbedder embedder in _embedders.Values) embedder.Dispose();
    }
}
