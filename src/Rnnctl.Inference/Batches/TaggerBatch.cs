using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>A packed batch of sentences from a corpus, for a tagger. It is reused for batch after batch, and allocates nothing once it is large
/// enough.</summary>
public sealed class TaggerBatch
{
    private readonly BatchSpelling _spelling = new();

    /// <summary>The batch in the ids of the corpus.</summary>
    public PackedBatch Packed { get; } = new();

    /// <summary>Its shape.</summary>
    public PackedSteps Steps { get; } = new();

    /// <summary>How large it is.</summary>
    public BatchSize Size => new(Steps.Sequences, Packed.Tokens, Packed.Tokens);

    /// <summary>The batch as the tagger reads it; valid until the next filling.</summary>
    public TaggerInput Input => new(Packed.TokenIds, Steps)
    {
        Features = Packed.FeatureIds,
        Words = _spelling.Words,
        Contextual = Contextual,
    };

    /// <summary>What the tagger reads of language models for this batch; <c>default</c> until it is set after the filling.</summary>
    public ContextualInput Contextual { get; set; }

    /// <summary>Replaces the batch by these sentences of a corpus.</summary>
    /// <exception cref="ArgumentException">A sentence has no token.</exception>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences) => Fill(corpus, sentences, sourceNumbers: default);

    /// <summary>Loads sentences in place of what is here, and returns what was loaded.</summary>
    /// <param name="loader">Loads them.</param>
    /// <param name="sentences">Their numbers in its source.</param>
    /// <exception cref="Rnnctl.Text.InputException">A file can't be read or has changed.</exception>
    public EncodedCorpus Fill(ISentenceLoader<EncodedCorpus> loader, ReadOnlySpan<int> sentences)
    {
        EncodedCorpus loaded = loader.Load(sentences, out ReadOnlySpan<int> numbers);
        Fill(loaded, numbers, loader.SourceNumbers);
        return loaded;
    }

    private void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences, ReadOnlySpan<int> sourceNumbers)
    {
        Packed.Fill(corpus, sentences);
        Steps.Assign(Packed.Lengths, Packed.Order, sourceNumbers);
        _spelling.Fill(Packed.Words);
        Contextual = default;
    }
}
