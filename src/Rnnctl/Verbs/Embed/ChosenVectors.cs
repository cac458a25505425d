using System.Globalization;
using Rnnctl.Inference.Embedding;

namespace Rnnctl.Verbs.Embed;

/// <summary>The vectors that are printed: those of some layers, or the mean of the layers.</summary>
/// <param name="embedder">Computes the vectors.</param>
/// <param name="layers">The numbers of the layers.</param>
/// <param name="mixed">Whether their mean is printed in their place.</param>
internal sealed class ChosenVectors(IWordEmbedder embedder, IReadOnlyList<int> layers, bool mixed)
{
    private float[] _mean = [];

    /// <summary>How many vectors a word has.</summary>
    public int Count => mixed ? 1 : layers.Count;

    /// <summary>The numbers of all vectors of a word.</summary>
    public int Numbers => Enumerable.Range(0, Count).Sum(WidthOf);

    /// <summary>The size of a vector.</summary>
    public int WidthOf(int place) => embedder.Widths[layers[place]];

    /// <summary>The name of a vector: <c>layer_2</c>, <c>mix</c>.</summary>
    public string NameOf(int place) => mixed ? "mix" : string.Create(CultureInfo.InvariantCulture, $"layer_{layers[place]}");

    /// <summary>The vectors of the words of some consecutive sentences, <c>[words, width]</c>; valid until the next call.</summary>
    public ReadOnlySpan<float> Of(int place, int sentence, int sentences) =>
        mixed ? MeanOf(sentence, sentences) : embedder.VectorsOf(layers[place], sentence, sentences);

    private Span<float> MeanOf(int sentence, int sentences)
    {
        int count = embedder.VectorsOf(layers[0], sentence, sentences).Length;
        if (_mean.Length < count) _mean = new float[count];
        Span<float> mean = _mean.AsSpan(0, count);
        mean.Clear();
        foreach (int layer in layers)
        {
            ReadOnlySpan<float> vectors = embedder.VectorsOf(layer, sentence, sentences);
            for (int i = 0; i < count; i++) mean[i] += vectors[i] / layers.Count;
        }

        return mean;
    }
}
