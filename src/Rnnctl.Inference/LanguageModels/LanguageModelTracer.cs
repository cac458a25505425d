using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Embedding;
using Rnnctl.Inference.Tracing;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>
/// Traces sentences through a language model. Its tokens are its symbols: words, segments or characters. A token's values are those after it was read, by the
/// forward direction after the begin symbol and all tokens up to it, by the backward direction after the end symbol and all tokens down to it. The steps that
/// read the begin and end symbols are not in the trace.
/// </summary>
public sealed class LanguageModelTracer : ISentenceTracer
{
    private readonly TrainedLanguageModel _model;
    private readonly Tape<float> _tape;
    private readonly EncodedWords _sentences;
    private readonly SentenceBatch _batch;
    private readonly SentenceBuffer _line = new();

    /// <summary>A tracer of a language model.</summary>
    public LanguageModelTracer(TrainedLanguageModel model)
    {
        LanguageModelArchitecture architecture = model.Architecture;
        _model = model;
        _tape = new Tape<float>(model.Backend, recording: false);
        _sentences = model.NewSentences();
        _batch = new SentenceBatch(_sentences, architecture.Direction);
        LongestSentence = EmbeddingMemory.TokensAtOnce(architecture.Cell, architecture.Directions, architecture.Layers, architecture.Hidden);
    }

    /// <inheritdoc />
    public int LongestSentence { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> TokensOf(string line) => _sentences.Written is null ? _model.Text.Symbols(line) : WordsOf(line);

    /// <inheritdoc />
    public void Run(IReadOnlyList<string> lines, Action<int, SentenceTrace> receive, CancellationToken cancellation = default)
    {
        _sentences.Clear();
        for (int sentence = 0; sentence < lines.Count; sentence++)
        {
            _sentences.Add(WordsOf(lines[sentence]));
            if (_sentences.LengthOf(sentence) == 0) receive(sentence, new SentenceTrace([], []));
        }

        var plan = new BatchPlan(_sentences.Framed, BatchLimit.OfTokens(LongestSentence));
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(plan[batch], lines, receive);
        }
    }

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose() => _tape.Dispose();

    private string[] WordsOf(string line)
    {
        _line.Clear();
        _line.Add(line);
        return _line[0].ToStrings();
    }

    private void RunBatch(ReadOnlySpan<int> chosen, IReadOnlyList<string> lines, Action<int, SentenceTrace> receive)
    {
        _batch.Fill(chosen);
        FramedBatch packed = _batch.Packed;
        int[] offsets = packed.StepOffsets.ToArray(), tokens = packed.Lengths.ToArray();
        for (int place = 0; place < tokens.Length; place++) tokens[place]--; // The symbol of the frame that each direction reads first.
        try
        {
            _tape.Reset();
            IReadOnlyList<LayerTrace>[] layers = TraceReader.Read(
                _model.Backend,
                _model.Model.Trace(_tape, _batch.Input(isFirst: true)),
                tokens,
                (place, token, isReverse) => offsets[isReverse ? tokens[place] - token : token + 1] + place);
            for (int place = 0; place < layers.Length; place++)
                receive(packed.Order[place], new SentenceTrace(TokensOf(lines[packed.Order[place]]), layers[place]));
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }
}
