using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Embedding;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>
/// Scores sentences by a language model, each from the initial state: the forward direction gives -log p of each symbol and of the end symbol, the backward
/// direction of each symbol, from the last to the first, and of the begin symbol. A sentence longer than a batch is read in windows over which the states go
/// on, so that the memory stays bounded and the score is exact. The memory is reused from run to run.
/// </summary>
public sealed class SentenceScorer : IDisposable
{
    private readonly TrainedLanguageModel _model;
    private readonly SurprisalReader _reader;
    private readonly StreamStates<float> _states;
    private readonly FramedBatch _batch;
    private readonly PackedSteps _steps = new();
    private readonly int _tokensAtOnce;
    private readonly List<int> _starts = [0];
    private float[][] _surprisals = [];
    private EncodedSentences _sentences = new();

    /// <summary>A scorer by a language model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="DeviceMemoryException">The device does not have the memory for the states.</exception>
    public SentenceScorer(TrainedLanguageModel model)
    {
        LanguageModelArchitecture architecture = model.Architecture;
        _model = model;
        _reader = new SurprisalReader(model);
        _states = new StreamStates<float>(model.Backend, architecture, streams: 1);
        _batch = model.NewFramedBatch();
        _tokensAtOnce = EmbeddingMemory.TokensAtOnce(architecture.Cell.Gates, (long)architecture.Directions * architecture.Layers * architecture.Hidden);
        _surprisals = [.. Enumerable.Range(0, architecture.Directions).Select(_ => Array.Empty<float>())];
    }

    /// <summary>Scores some sentences, in batches of similar length.</summary>
    /// <param name="sentences">The sentences, each with its begin and end symbols.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Run(EncodedSentences sentences, CancellationToken cancellation = default)
    {
        Measure(sentences);
        var plan = new BatchPlan(sentences, BatchLimit.OfTokens(_tokensAtOnce));
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> chosen = plan[batch];
            if (chosen.Length == 1 && PredictionsOf(chosen[0]) > _tokensAtOnce) ReadWindows(chosen[0], cancellation);
            else ReadBatch(chosen);
        }
    }

    /// <summary>-log p of each symbol in the order in which a direction predicts them, the end or begin symbol last; valid until the next run.</summary>
    /// <param name="direction">The direction: 0, or 1 for the second of two.</param>
    /// <param name="sentence">The number of the sentence.</param>
    public ReadOnlySpan<float> SurprisalsOf(int direction, int sentence) => Slice(direction, sentence);

    /// <summary>log p of a sentence and its end (or beginning), by one direction.</summary>
    /// <param name="direction">The direction: 0, or 1 for the second of two.</param>
    /// <param name="sentence">The number of the sentence.</param>
    public double LogProbabilityOf(int direction, int sentence)
    {
        double sum = 0;
        foreach (float surprisal in SurprisalsOf(direction, sentence)) sum -= surprisal;
        return sum;
    }

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _states.Dispose();
    }

    private int PredictionsOf(int sentence) => _sentences.LengthOf(sentence) - 1;

    private Span<float> Slice(int direction, int sentence) => _surprisals[direction].AsSpan(_starts[sentence], PredictionsOf(sentence));

    private void Measure(EncodedSentences sentences)
    {
        _sentences = sentences;
        _starts.RemoveRange(1, _starts.Count - 1);
        for (int sentence = 0; sentence < sentences.Count; sentence++) _starts.Add(_starts[^1] + PredictionsOf(sentence));
        for (int direction = 0; direction < _surprisals.Length; direction++)
        {
            if (_surprisals[direction].Length < _starts[^1]) _surprisals[direction] = new float[_starts[^1]];
        }
    }

    private void ReadBatch(ReadOnlySpan<int> chosen)
    {
        _batch.Fill(_sentences, chosen);
        ReadOnlySpan<float> rows = Read(isFirst: true, states: null);
        for (int direction = 0; direction < _surprisals.Length; direction++)
        {
            for (int place = 0; place < _batch.Order.Length; place++)
            {
                Span<float> surprisals = Slice(direction, _batch.Order[place]);
                for (int step = 0; step < surprisals.Length; step++) surprisals[step] = rows[(direction * _batch.Tokens) + _batch.StepOffsets[step] + place];
            }
        }
    }

    private void ReadWindows(int sentence, CancellationToken cancellation)
    {
        int predictions = PredictionsOf(sentence);
        for (int first = 0; first < predictions; first += _tokensAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(_tokensAtOnce, predictions - first);
            _batch.FillWindow(_sentences[sentence], first, count);
            ReadOnlySpan<float> rows = Read(isFirst: first == 0, _states);
            for (int direction = 0; direction < _surprisals.Length; direction++)
                rows.Slice(direction * count, count).CopyTo(Slice(direction, sentence)[first..]);
        }
    }

    private ReadOnlySpan<float> Read(bool isFirst, StreamStates<float>? states)
    {
        _steps.Assign(_batch.Lengths);
        var size = new BatchSize(_steps.Sequences, _batch.TokenIds.Length, _batch.Tokens);
        return _reader.Read(new LanguageModelInput(_batch.TokenIds, _steps, isFirst), _batch.LabelIds, states, size);
    }
}
