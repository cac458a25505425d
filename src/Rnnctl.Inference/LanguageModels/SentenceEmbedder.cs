using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Embedding;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>
/// Embeds the words of sentences by a language model (Peters et al. 2018): see <see cref="ContextualLayers{T}"/> for the vectors. Each sentence is read between
/// its begin and end symbols. To use it, call <see cref="Run"/> for a portion of sentences and then <see cref="VectorsOf"/> for each sentence and layer; a
/// portion's vectors are held in memory, so read a large text in portions.
/// <code>
/// using var embedder = new SentenceEmbedder(model, layers: [1, 2]);
/// embedder.Run([["two", "dogs"], ["a", "cat", "sleeps"]]);
/// ReadOnlySpan&lt;float&gt; vectors = embedder.VectorsOf(layer: 2, sentence: 1);    // [3, embedder.Widths[2]], row after row
/// </code>
/// </summary>
public sealed class SentenceEmbedder : IWordEmbedder
{
    private readonly TrainedLanguageModel _model;
    private readonly ContextualLayers<float> _layers;
    private readonly LayerVectors _vectors;
    private readonly StreamStates<float>? _states;
    private readonly Tape<float> _tape;
    private readonly EncodedWords _sentences;
    private readonly BatchPlan _plan;
    private readonly SentenceBatch _batch;
    private readonly WordRows _rows = new();
    private int[] _starts = [];
    private bool _isFirst = true;

    /// <summary>An embedder by a language model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">The layers whose vectors are wanted, 0 for the input; null for all.</param>
    /// <param name="stateful">
    /// Whether the states of both directions go on from sentence to sentence, in their order and over all runs, as those of bilm do: slower, because a batch is
    /// one sentence. A sentence without words leaves them as they are.
    /// </param>
    /// <exception cref="DeviceMemoryException">The device does not have the memory for the states.</exception>
    public SentenceEmbedder(TrainedLanguageModel model, IReadOnlyList<int>? layers = null, bool stateful = false)
    {
        LanguageModelArchitecture architecture = model.Architecture;
        _model = model;
        _layers = new ContextualLayers<float>(model.Model);
        Widths = architecture.ContextualWidths;
        _vectors = new LayerVectors(Widths, layers);
        _states = stateful ? new StreamStates<float>(model.Backend, architecture, streams: 1) : null;
        _tape = new Tape<float>(model.Backend, recording: false);
        _sentences = model.NewSentences();
        LongestSentence = EmbeddingMemory.TokensAtOnce(architecture.Cell, architecture.Directions, architecture.Layers, architecture.Hidden);
        _plan = new BatchPlan(_sentences.Framed, BatchLimit.OfTokens(LongestSentence));
        _batch = new SentenceBatch(_sentences, architecture.Direction);
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Widths { get; }

    /// <inheritdoc />
    public int LongestSentence { get; }

    /// <inheritdoc />
    public void Run(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default)
    {
        _sentences.Clear();
        foreach (IReadOnlyList<string> words in sentences) _sentences.Add(words);
        _vectors.Reserve(_sentences.Words);
        if (_states is null) RunBatches(cancellation);
        else RunInOrder(cancellation);
    }

    /// <inheritdoc />
    public ReadOnlySpan<float> VectorsOf(int layer, int sentence, int sentences = 1) =>
        _vectors.Of(layer, _sentences.StartOf(sentence), _sentences.StartOf(sentence + sentences) - _sentences.StartOf(sentence));

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _states?.Dispose();
    }

    private void RunBatches(CancellationToken cancellation)
    {
        _plan.SortByLength();
        for (int batch = 0; batch < _plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(_plan[batch]);
        }
    }

    private void RunInOrder(CancellationToken cancellation)
    {
        for (int sentence = 0; sentence < _sentences.Count; sentence++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_sentences.LengthOf(sentence) == 0) continue;
            RunBatch([sentence]);
            _isFirst = false;
        }
    }

    private void RunBatch(ReadOnlySpan<int> chosen)
    {
        // Both directions of a published biLM, which comes without an output layer, were trained to read both symbols of the frame.
        _batch.Fill(chosen, wholeFrame: _states is not null && _model.Architecture.Symbols == 0);
        _rows.Fill(_sentences, _batch.Packed, chosen);
        if (_starts.Length < chosen.Length) _starts = new int[chosen.Length];
        for (int place = 0; place < chosen.Length; place++) _starts[place] = _sentences.StartOf(_rows.Order[place]);
        try
        {
            _tape.Reset();
            ReadOnlySpan<Variable<float>> layers = _layers.Run(_tape, _batch.Input(_isFirst), _rows.Rows.Span, _states);
            _vectors.Read(_model.Backend, layers, _rows.StepOffsets, _rows.Lengths, _starts.AsSpan(0, chosen.Length));
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }
}
