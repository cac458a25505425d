using Rnnctl.Compute.Devices;
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
    private readonly SurprisalReader _reader;
    private readonly StreamStates<float> _states;
    private readonly SentenceBatch _batch;
    private readonly EncodedWords _lines;
    private readonly int _tokensAtOnce;
    private readonly List<int> _starts = [0];
    private readonly float[][] _surprisals;

    /// <summary>A scorer by a language model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="DeviceMemoryException">The device does not have the memory for the states.</exception>
    public SentenceScorer(TrainedLanguageModel model)
    {
        LanguageModelArchitecture architecture = model.Architecture;
        _reader = new SurprisalReader(model);
        _states = new StreamStates<float>(model.Backend, architecture, streams: 1);
        _lines = model.NewSentences(framesEmpty: true);
        _batch = new SentenceBatch(_lines, architecture.Direction);
        _tokensAtOnce = EmbeddingMemory.TokensAtOnce(architecture.Cell, architecture.Directions, architecture.Layers, architecture.Hidden);
        _surprisals = [.. Enumerable.Range(0, architecture.Directions).Select(_ => Array.Empty<float>())];
    }

    /// <summary>Scores some sentences, in batches of similar length.</summary>
    /// <param name="sentences">The sentences' words; a sentence may have none.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Run(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default)
    {
        _lines.Clear();
        foreach (IReadOnlyList<string> words in sentences) _lines.Add(words);
        Measure();
        var plan = new BatchPlan(_lines.Framed, BatchLimit.OfTokens(_tokensAtOnce));
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

    private int PredictionsOf(int sentence) => _lines.Framed.LengthOf(sentence) - 1;

    private Span<float> Slice(int direction, int sentence) => _surprisals[direction].AsSpan(_starts[sentence], PredictionsOf(sentence));

    private void Measure()
    {
        _starts.RemoveRange(1, _starts.Count - 1);
        for (int sentence = 0; sentence < _lines.Count; sentence++) _starts.Add(_starts[^1] + PredictionsOf(sentence));
        for (int direction = 0; direction < _surprisals.Length; direction++)
        {
            if (_surprisals[direction].Length < _starts[^1]) _surprisals[direction] = new float[_starts[^1]];
        }
    }

    private void ReadBatch(ReadOnlySpan<int> chosen)
    {
        _batch.Fill(chosen);
        ReadOnlySpan<float> rows = Read(isFirst: true, states: null);
        FramedBatch packed = _batch.Packed;
        for (int direction = 0; direction < _surprisals.Length; direction++)
        {
            ReadOnlySpan<float> ofDirection = rows.Slice(direction * packed.Tokens, packed.Tokens);
            for (int place = 0; place < packed.Order.Length; place++)
                PackedRows.Gather(ofDirection, width: 1, packed.StepOffsets, place, Slice(direction, packed.Order[place]));
        }
    }

    private void ReadWindows(int sentence, CancellationToken cancellation)
    {
        int predictions = PredictionsOf(sentence);
        for (int first = 0; first < predictions; first += _tokensAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(_tokensAtOnce, predictions - first);
            _batch.FillWindow(sentence, first, count);
            ReadOnlySpan<float> rows = Read(isFirst: first == 0, _states);
            for (int direction = 0; direction < _surprisals.Length; direction++)
                rows.Slice(direction * count, count).CopyTo(Slice(direction, sentence)[first..]);
        }
    }

    private ReadOnlySpan<float> Read(bool isFirst, StreamStates<float>? states) =>
        _reader.Read(_batch.Input(isFirst), _batch.Packed.LabelIds, states, _batch.Size);
}
