using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>
/// Scores pairs by a translator: -log p of each symbol of the target and of its end, given the source; the decoder reads the right symbols before each. The
/// memory is reused from run to run.
/// </summary>
public sealed class PairScorer : IDisposable
{
    private readonly TranslatorModel _model;
    private readonly BatchLimit _limit;
    private readonly TranslatorBatch _batch = new();
    private readonly Tape<float> _tape;
    private readonly List<int> _starts = [0];
    private readonly ContextualReader? _contextual;
    private readonly bool _ownsContextual;
    private float[] _surprisals = [], _rows = [];

    /// <summary>A scorer by a translator.</summary>
    /// <param name="model">The translator.</param>
    /// <param name="limit">How large a batch may be.</param>
    /// <param name="contextual">
    /// Gives the sources' words the vectors of language models, and belongs to the caller; null to compute those of each batch, if the model reads any.
    /// </param>
    public PairScorer(TranslatorModel model, BatchLimit limit, ContextualReader? contextual = null)
    {
        (_model, _limit) = (model, limit);
        _contextual = contextual ?? model.NewContextualReader();
        _ownsContextual = contextual is null;
        _tape = new Tape<float>(model.Backend, recording: false);
    }

    /// <summary>-log p of all symbols of the last run, the targets' ends among them, <c>[symbols]</c>.</summary>
    public ReadOnlySpan<float> Surprisals => _surprisals.AsSpan(0, _starts[^1]);

    /// <summary>Scores pairs, in batches of similar length.</summary>
    /// <param name="pairs">The pairs: a source ends with the end symbol, a target has neither begin nor end.</param>
    /// <param name="share">The batches to score; the others' symbols have 0. Null for all.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Run(EncodedPairs pairs, WorkShare? share = null, CancellationToken cancellation = default)
    {
        _starts.RemoveRange(1, _starts.Count - 1);
        for (int pair = 0; pair < pairs.Count; pair++) _starts.Add(_starts[^1] + pairs.Targets.LengthOf(pair) + 1);
        if (_surprisals.Length < _starts[^1]) _surprisals = new float[_starts[^1]];
        if (share is not null) Array.Clear(_surprisals);
        var plan = new BatchPlan(pairs, _limit);
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (share is not null && !share.Includes(batch)) continue;
            _batch.Fill(pairs, plan[batch], Vocabulary.BeginId, Vocabulary.EndId);
            _contextual?.Fill(pairs.Sources, _batch);
            Read();
        }
    }

    /// <summary>-log p of each symbol of a target, the end symbol last; valid until the next run.</summary>
    public ReadOnlySpan<float> SurprisalsOf(int pair) => _surprisals.AsSpan(_starts[pair].._starts[pair + 1]);

    /// <summary>Frees the memory; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        if (_ownsContextual) _contextual?.Dispose();
    }

    private void Read()
    {
        try
        {
            _tape.Reset();
            Variable<float> readouts = _model.Translator.Readouts(_tape, _batch.Input, training: null);
            Tensor<int> labels = _tape.NewIds(_batch.Packed.TargetLabels);
            Tensor<float> surprisals = _model.Translator.Loss(_tape, readouts, labels, smoothing: 0, labels.Count).Surprisals;
            if (_rows.Length < surprisals.Count) _rows = new float[surprisals.Count];
            _model.Backend.Download(surprisals, _rows.AsSpan(0, surprisals.Count));
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }

        PackedSteps steps = _batch.TargetSteps;
        for (int place = 0; place < steps.Sequences; place++)
        {
            Span<float> target = _surprisals.AsSpan(_starts[_batch.Packed.PairOfTarget[place]]);
            for (int step = 0; step < steps.Lengths[place]; step++) target[step] = _rows[steps.Offset(step) + place];
        }
    }
}
