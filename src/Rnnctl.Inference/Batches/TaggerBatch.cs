using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>A packed batch on its way from a corpus to a tagger. It is filled again and again and allocates nothing once it is large enough.</summary>
public sealed class TaggerBatch
{
    private readonly PackedSteps _wordSteps = new();

    /// <summary>The batch as the corpus has it.</summary>
    public PackedBatch Packed { get; } = new();

    /// <summary>Its shape.</summary>
    public PackedSteps Steps { get; } = new();

    /// <summary>How large it is.</summary>
    public BatchSize Size => new(Steps.Sequences, Packed.Tokens, Packed.Tokens);

    /// <summary>The batch as the tagger reads it; good until the next filling.</summary>
    public TaggerInput Input => new(Packed.TokenIds, Steps)
    {
        Features = Packed.FeatureIds,
        Words = new SpelledWords(Packed.Words.CharacterIds, _wordSteps, Packed.Words.WordOfToken),
    };

    /// <summary>Packs sentences of a corpus in place of those that are here.</summary>
    /// <exception cref="ArgumentException">A sentence has no token.</exception>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences)
    {
        Packed.Fill(corpus, sentences);
        Steps.Assign(Packed.Lengths);
        _wordSteps.Assign(Packed.Words.Lengths);
    }
}
