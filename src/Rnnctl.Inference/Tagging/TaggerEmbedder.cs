using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Embedding;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Tagging;

/// <summary>
/// Embeds the words of sentences by a tagger: layer 0 is what its first layer reads, layers 1 and up are the outputs of its recurrent layers. Or by the layers
/// of language models as the tagger mixes them, at its input and then at its output; these vectors are the only layer, 0.
/// </summary>
public sealed class TaggerEmbedder : IWordEmbedder
{
    private readonly TaggerModel _model;
    private readonly Func<Tape<float>, TaggerInput, Variable<float>[]> _run;
    private readonly LayerVectors _vectors;
    private readonly Tape<float> _tape;
    private readonly EncodedCorpus _corpus;
    private readonly BatchPlan _plan;
    private readonly TaggerBatch _batch = new();
    private readonly ContextualReader? _contextual;
    private int[] _starts = [];

    /// <summary>An embedder by a tagger that reads no features besides tokens.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="layers">The layers whose vectors are wanted, 0 for the input; null for all.</param>
    public TaggerEmbedder(TaggerModel model, IReadOnlyList<int>? layers = null)
        : this(model, model.Architecture.EncoderWidths, layers, model.Tagger.Layers)
    {
    }

    private TaggerEmbedder(
        TaggerModel model, IReadOnlyList<int> widths, IReadOnlyList<int>? layers, Func<Tape<float>, TaggerInput, Variable<float>[]> run)
    {
        TaggerArchitecture architecture = model.Architecture;
        (_model, _run) = (model, run);
        Widths = widths;
        _vectors = new LayerVectors(Widths, layers);
        _contextual = model.NewContextualReader();
        _tape = new Tape<float>(model.Backend, recording: false);
        _corpus = model.NewSentences();
        LongestSentence = EmbeddingMemory.TokensAtOnce(architecture.Cell, architecture.Directions, architecture.Layers, architecture.Hidden);
        _plan = new BatchPlan(_corpus, BatchLimit.OfTokens(LongestSentence));
    }

    /// <summary>An embedder by the mixed layers of the language models that a tagger reads.</summary>
    /// <param name="model">A tagger that reads language models, and no features besides tokens.</param>
    /// <param name="contextual">The shape of the mixes.</param>
    public static TaggerEmbedder OfMixes(TaggerModel model, ContextualArchitecture contextual) => new(
        model, [contextual.InputWidth + contextual.OutputWidth], layers: null, (tape, input) => [model.Tagger.Mixes(tape, input)]);

    /// <inheritdoc />
    public IReadOnlyList<int> Widths { get; }

    /// <inheritdoc />
    public int LongestSentence { get; }

    /// <inheritdoc />
    public void Run(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default)
    {
        _corpus.Clear();
        foreach (IReadOnlyList<string> words in sentences) _corpus.Add(words);
        _vectors.Reserve(_corpus.Tokens);
        _plan.SortByLength();
        for (int batch = 0; batch < _plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(_plan[batch]);
        }
    }

    /// <inheritdoc />
    public ReadOnlySpan<float> VectorsOf(int layer, int sentence, int sentences = 1) =>
        _vectors.Of(layer, _corpus.StartOf(sentence), _corpus.StartOf(sentence + sentences) - _corpus.StartOf(sentence));

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _contextual?.Dispose();
    }

    private void RunBatch(ReadOnlySpan<int> chosen)
    {
        _batch.Fill(_corpus, chosen);
        _contextual?.Fill(_corpus, _batch);
        PackedBatch packed = _batch.Packed;
        if (_starts.Length < chosen.Length) _starts = new int[chosen.Length];
        for (int place = 0; place < chosen.Length; place++) _starts[place] = _corpus.StartOf(packed.Order[place]);
        try
        {
            _tape.Reset();
            Variable<float>[] layers = _run(_tape, _batch.Input);
            _vectors.Read(_model.Backend, layers, packed.StepOffsets, packed.Lengths, _starts.AsSpan(0, chosen.Length));
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }
}
