using System.Runtime.InteropServices;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Embedding;
using Rnnctl.Inference.Tracing;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Traces sentences through a translator's encoder. Its tokens are the source's symbols, and the end symbol after them.</summary>
public sealed class EncoderTracer : ISentenceTracer
{
    private readonly TranslatorModel _model;
    private readonly Tape<float> _tape;
    private readonly EncodedSentences _sources;
    private readonly List<int> _ids = [];
    private readonly TranslatorBatch _batch = new();
    private readonly ContextualReader? _contextual;

    /// <summary>A tracer of a translator's encoder.</summary>
    public EncoderTracer(TranslatorModel model)
    {
        TranslatorArchitecture architecture = model.Architecture;
        _model = model;
        _contextual = model.NewContextualReader();
        _tape = new Tape<float>(model.Backend, recording: false);
        _sources = model.Text.NewSources();
        int layers = architecture.EncoderLayers ?? architecture.Layers;
        LongestSentence = EmbeddingMemory.TokensAtOnce(architecture.EncoderCell, directions: 1, layers, architecture.Hidden);
    }

    /// <inheritdoc />
    public int LongestSentence { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> TokensOf(string line)
    {
        IReadOnlyList<string> symbols = _model.Text.Source.Symbols(line);
        return symbols.Count == 0 ? symbols : [.. symbols, Vocabulary.End];
    }

    /// <inheritdoc />
    public void Run(IReadOnlyList<string> lines, Action<int, SentenceTrace> receive, CancellationToken cancellation = default)
    {
        _sources.Clear();
        for (int sentence = 0; sentence < lines.Count; sentence++)
        {
            Add(lines[sentence]);
            if (_sources.LengthOf(sentence) == 0) receive(sentence, new SentenceTrace([], []));
        }

        var plan = new BatchPlan(_sources, BatchLimit.OfTokens(LongestSentence));
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(plan[batch], lines, receive);
        }
    }

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _contextual?.Dispose();
    }

    private void Add(string line)
    {
        _ids.Clear();
        _model.Text.Source.Encode(line, _ids);
        _sources.Words?.Add(_model.Text.Source.Words(line), _ids.Count);
        if (_ids.Count > 0) _ids.Add(_model.Text.Source.EndId);
        _sources.Add(CollectionsMarshal.AsSpan(_ids));
    }

    private void RunBatch(ReadOnlySpan<int> chosen, IReadOnlyList<string> lines, Action<int, SentenceTrace> receive)
    {
        _batch.FillSources(_sources, chosen);
        _contextual?.Fill(_sources, _batch);
        PairBatch packed = _batch.Packed;
        int[] offsets = _batch.SourceSteps.Offsets.ToArray();
        try
        {
            _tape.Reset();
            IReadOnlyList<LayerTrace>[] layers = TraceReader.Read(
                _model.Backend,
                _model.Translator.TraceEncoder(_tape, packed.SourceIds, _batch.SourceSteps, _batch.Contextual),
                packed.SourceLengths,
                (place, token, _) => offsets[token] + place);
            for (int place = 0; place < layers.Length; place++)
                receive(packed.PairOfSource[place], new SentenceTrace(TokensOf(lines[packed.PairOfSource[place]]), layers[place]));
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(new BatchSize(chosen.Length, packed.SourceTokens, Predictions: 0), failure);
        }
    }
}
