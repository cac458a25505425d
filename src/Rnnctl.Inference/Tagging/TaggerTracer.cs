using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Embedding;
using Rnnctl.Inference.Tracing;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Tagging;

/// <summary>Traces sentences through a tagger: the values of its recurrent layers, and the scores of each token's best labels.</summary>
public sealed class TaggerTracer : ISentenceTracer
{
    private readonly TaggerModel _model;
    private readonly int _best;
    private readonly ChainScores _chain;
    private readonly Tape<float> _tape;
    private readonly SentenceBuffer _sentence = new();
    private readonly EncodedCorpus _corpus;
    private readonly TaggerBatch _batch = new();
    private readonly ContextualReader? _contextual;

    /// <summary>A tracer of a tagger.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="best">How many of the best labels of each token are scored.</param>
    public TaggerTracer(TaggerModel model, int best)
    {
        TaggerArchitecture architecture = model.Architecture;
        (_model, _best) = (model, best);
        _contextual = model.NewContextualReader();
        _tape = new Tape<float>(model.Backend, recording: false);
        _corpus = model.NewSentences();
        LongestSentence = EmbeddingMemory.TokensAtOnce(architecture.Cell, architecture.Directions, architecture.Layers, architecture.Hidden);
        using ChainDecoder<float>? decoder = model.NewDecoder();
        _chain = decoder is null ? ChainScores.OfTokens(model.Labels.Count) : decoder.ReadScores(_tape);
    }

    /// <inheritdoc />
    public int LongestSentence { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> TokensOf(string line)
    {
        _sentence.Clear();
        _sentence.Add(line);
        return _sentence[0].ToStrings();
    }

    /// <inheritdoc />
    public void Run(IReadOnlyList<string> lines, Action<int, SentenceTrace> receive, CancellationToken cancellation = default)
    {
        _corpus.Clear();
        for (int sentence = 0; sentence < lines.Count; sentence++)
        {
            _sentence.Clear();
            _sentence.Add(lines[sentence]);
            _corpus.Add(_sentence[0]);
            if (_corpus.LengthOf(sentence) == 0) receive(sentence, new SentenceTrace([], []));
        }

        Run(_corpus, (sentence, trace) => receive(sentence, trace with { Tokens = TokensOf(lines[sentence]) }), cancellation);
    }

    /// <summary>Traces the sentences of a corpus, in batches of similar length.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="receive">Receives the number of a sentence and its trace, without its tokens; the sentences come in any order.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Run(EncodedCorpus corpus, Action<int, SentenceTrace> receive, CancellationToken cancellation = default)
    {
        var plan = new BatchPlan(corpus, BatchLimit.OfTokens(LongestSentence));
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(corpus, plan[batch], receive);
        }
    }

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _contextual?.Dispose();
    }

    private void RunBatch(EncodedCorpus corpus, ReadOnlySpan<int> chosen, Action<int, SentenceTrace> receive)
    {
        _batch.Fill(corpus, chosen);
        _contextual?.Fill(corpus, _batch);
        PackedBatch packed = _batch.Packed;
        int[] offsets = packed.StepOffsets.ToArray();
        try
        {
            _tape.Reset();
            var states = new StackStates<float>(_model.Architecture.Layers, withValues: true);
            Tensor<float> logits = _model.Tagger.Logits(_tape, _batch.Input, training: null, states).Value;
            IReadOnlyList<LayerTrace>[] layers =
                TraceReader.Read(_model.Backend, states.Values, packed.Lengths, (place, token, _) => offsets[token] + place);
            var rows = new float[logits.Count];
            _model.Backend.Download(logits, rows.AsSpan());
            for (int place = 0; place < layers.Length; place++)
            {
                var emissions = new float[packed.Lengths[place] * logits.Columns];
                PackedRows.Gather(rows, logits.Columns, offsets, place, emissions.AsSpan());
                receive(packed.Order[place], new SentenceTrace([], layers[place]) { Labels = _best == 0 ? [] : LabelsOf(emissions) });
            }
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }

    /// <summary>The best labels of each token, by the score of the best labelling that has them there; without those that no allowed labelling has.</summary>
    private IReadOnlyList<ScoredLabel>[] LabelsOf(float[] emissions)
    {
        var chain = new SentenceChain(_chain, emissions);
        int labels = _chain.Labels;
        double[] scores = chain.BestScores();
        var best = new IReadOnlyList<ScoredLabel>[chain.Tokens];
        for (int token = 0, previous = 0; token < best.Length; token++)
        {
            int first = token * labels, before = previous, place = token;
            IEnumerable<int> allowed = Enumerable.Range(0, labels).Where(label => !double.IsNegativeInfinity(scores[first + label]));
            int[] order = [.. allowed.OrderByDescending(label => scores[first + label]).Take(_best)];
            best[token] = [.. order.Select(label => new ScoredLabel(
                _model.Labels[label],
                chain.Emission(place, label),
                _model.Tagger.DecodingChain is null ? null : chain.Transition(place, before, label),
                scores[first + label] - scores[first + order[0]],
                chain.Probability(place, label)))];
            previous = order[0];
        }

        return best;
    }
}
