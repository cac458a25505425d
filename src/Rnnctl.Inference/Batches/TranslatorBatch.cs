using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>A packed batch of pairs from a corpus, for a translator. It is reused for batch after batch, and allocates nothing once it is large
/// enough.</summary>
public sealed class TranslatorBatch
{
    /// <summary>The batch in the ids of the corpus.</summary>
    public PairBatch Packed { get; } = new();

    /// <summary>The packed batch of the sources.</summary>
    public PackedSteps SourceSteps { get; } = new();

    /// <summary>The packed batch of the targets.</summary>
    public PackedSteps TargetSteps { get; } = new();

    /// <summary>The batch as the translator reads it; valid until the next filling.</summary>
    public TranslatorInput Input => new(Packed.SourceIds, SourceSteps, Packed.TargetInputs, TargetSteps, Packed.SourceOfTarget)
    {
        Contextual = Contextual,
    };

    /// <summary>What the translator reads of language models for this batch; <c>default</c> until it is set after the filling.</summary>
    public ContextualInput Contextual { get; set; }

    /// <summary>How large it is.</summary>
    public BatchSize Size => new(SourceSteps.Sequences, Packed.SourceTokens + Packed.TargetTokens, Packed.TargetTokens);

    /// <summary>Replaces the batch by these pairs of a corpus.</summary>
    /// <param name="pairs">The corpus.</param>
    /// <param name="chosen">Which pairs.</param>
    /// <param name="beginId">The symbol before a target.</param>
    /// <param name="endId">The symbol after it.</param>
    public void Fill(EncodedPairs pairs, ReadOnlySpan<int> chosen, int beginId, int endId) =>
        Fill(pairs, chosen, sourceNumbers: default, beginId, endId);

    /// <summary>Loads pairs in place of what is here, and returns what was loaded.</summary>
    /// <param name="loader">Loads them.</param>
    /// <param name="chosen">Their numbers in its source.</param>
    /// <param name="beginId">The symbol before a target.</param>
    /// <param name="endId">The symbol after it.</param>
    /// <exception cref="Rnnctl.Text.InputException">A file can't be read or has changed.</exception>
    public EncodedPairs Fill(ISentenceLoader<EncodedPairs> loader, ReadOnlySpan<int> chosen, int beginId, int endId)
    {
        EncodedPairs loaded = loader.Load(chosen, out ReadOnlySpan<int> numbers);
        Fill(loaded, numbers, loader.SourceNumbers, beginId, endId);
        return loaded;
    }

    /// <summary>Packs sources alone.</summary>
    public void FillSources(EncodedSentences sources, ReadOnlySpan<int> chosen)
    {
        Packed.FillSources(sources, chosen);
        SourceSteps.Assign(Packed.SourceLengths);
        Contextual = default;
    }

    private void Fill(EncodedPairs pairs, ReadOnlySpan<int> chosen, ReadOnlySpan<int> sourceNumbers, int beginId, int endId)
    {
        Packed.Fill(pairs, chosen, beginId, endId);
        SourceSteps.Assign(Packed.SourceLengths, Packed.PairOfSource, sourceNumbers);
        TargetSteps.Assign(Packed.TargetLengths, Packed.PairOfTarget, sourceNumbers);
        Contextual = default;
    }
}
