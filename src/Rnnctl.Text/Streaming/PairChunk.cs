using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Some pairs of sentences: first their text and places, then what was counted in them.</summary>
/// <param name="source">Makes the words of a source to symbols; null where the vocabulary will be made of the words.</param>
/// <param name="target">The same for targets.</param>
internal sealed class PairChunk(TextEncoder? source, TextEncoder? target) : ITextChunk
{
    /// <summary>Source and target of each pair.</summary>
    public ChunkText Text { get; } = new();

    /// <summary>The pairs; their lengths and checks are there after the counting.</summary>
    public List<IndexedSentence> Pairs { get; } = [];

    /// <summary>The counts of the sources, after the counting.</summary>
    public PairText Sources { get; } = new(source);

    /// <summary>The counts of the targets, after the counting.</summary>
    public PairText Targets { get; } = new(target);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Digest => Text.Digest;

    /// <inheritdoc/>
    public void Count()
    {
        Text.Rewind();
        for (int pair = 0; pair < Pairs.Count; pair++)
        {
            ReadOnlySpan<char> from = Text.Read(), to = Text.Read();
            var check = new TextCheck();
            check.Add(from);
            check.Add(to);
            Pairs[pair] = Pairs[pair] with { FirstLength = Sources.Add(from) + 1, SecondLength = Targets.Add(to), Check = check.Sum };
        }
    }

    /// <summary>Empties it; keeps the memory.</summary>
    public void Clear()
    {
        Text.Clear();
        Pairs.Clear();
        Sources.Clear();
        Targets.Clear();
    }
}
