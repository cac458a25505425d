using Rnnctl.Compute.Devices;
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
    private float[] _contextual = [];
    private int _contextualLength;

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
        ContextualVectors = _contextual.AsSpan(0, _contextualLength),
        ContextualSymbols = ContextualSymbols,
    };

    /// <summary>The symbols that each language model which learns reads; empty without.</summary>
    public ContextualSymbols[] ContextualSymbols { get; set; } = [];

    /// <summary>Replaces the batch by these sentences of a corpus.</summary>
    /// <exception cref="ArgumentException">A sentence has no token.</exception>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences)
    {
        Packed.Fill(corpus, sentences);
        Steps.Assign(Packed.Lengths);
        _spelling.Fill(Packed.Words);
        _contextualLength = 0;
    }

    /// <summary>Memory for the contextual vectors of the batch's tokens, which belong to the input from now on.</summary>
    /// <param name="numbers">The numbers of all vectors of a token.</param>
    /// <exception cref="DeviceMemoryException">They are more than an array can hold.</exception>
    public Span<float> ContextualVectors(int numbers)
    {
        _contextualLength = TensorSize.Of(Packed.Tokens, numbers);
        if (_contextual.Length < _contextualLength) _contextual = new float[_contextualLength];
        return _contextual.AsSpan(0, _contextualLength);
    }
}
