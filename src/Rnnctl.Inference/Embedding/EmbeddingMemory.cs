namespace Rnnctl.Inference.Embedding;

/// <summary>How many tokens a model embeds at once, so that its memory stays bounded however large it is.</summary>
internal static class EmbeddingMemory
{
    private const long Bytes = 1L << 28;
    private const int Most = 4096;
    private const int Least = 64;

    /// <summary>The numbers that a recurrent unit keeps of a step besides those of its gates: state, memory, and their copies.</summary>
    private const int NumbersOfUnit = 4;

    /// <summary>The tokens of a batch.</summary>
    /// <param name="gates">The gates of the cell.</param>
    /// <param name="units">The units of all layers in all directions.</param>
    public static int TokensAtOnce(int gates, long units) => (int)Math.Clamp(Bytes / (sizeof(float) * (gates + NumbersOfUnit) * units), Least, Most);
}
