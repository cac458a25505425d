using Rnnctl.Compute.Cells;

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
    /// <param name="cell">The cell.</param>
    /// <param name="directions">The directions of a layer.</param>
    /// <param name="layers">The number of layers; a model without any counts as one with a layer.</param>
    /// <param name="hidden">The units of a layer in each direction.</param>
    public static int TokensAtOnce(CellDefinition cell, int directions, int layers, int hidden)
    {
        long units = Math.Max(1L, layers) * directions * hidden;
        return (int)Math.Clamp(Bytes / (sizeof(float) * (cell.Gates + NumbersOfUnit) * units), Least, Most);
    }
}
