using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>Scores a language model on a text. One evaluator serves all evaluations of a training run.</summary>
public sealed class LanguageModelEvaluator : IDisposable
{
    private readonly TrainedLanguageModel _model;
    private readonly TextStreams _streams;
    private readonly LanguageModelBatch _batch;
    private readonly StreamStates<float> _states, _ownStates;
    private readonly Range _ownStreams;
    private readonly WorkShare? _share;
    private readonly SurprisalReader _reader;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text, which is read in as many streams and in the same windows as in training.</param>
    /// <param name="share">The streams that this process reads; null for all.</param>
    /// <exception cref="DeviceMemoryException">The device does not have the memory for the streams' states.</exception>
    public LanguageModelEvaluator(TrainedLanguageModel model, EncodedText text, WorkShare? share = null)
    {
        (_model, _share) = (model, share);
        _streams = new TextStreams(text, model.Configuration.Training.BatchSize, model.Configuration.Training.StreamWindow());
        _batch = new LanguageModelBatch(model.Architecture.Direction);
        _ownStreams = _streams.Part(share?.Part ?? 0, share?.Parts ?? 1);
        _states = new StreamStates<float>(model.Backend, model.Architecture, _streams.Count);
        _ownStates = _states.From(_ownStreams.Start.Value);
        _reader = new SurprisalReader(model);
    }

    /// <summary>Reads the text from its beginning and returns the scores.</summary>
    /// <param name="cancellation">Ends it between two windows.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A window does not fit memory.</exception>
    public LanguageModelScores Evaluate(CancellationToken cancellation = default)
    {
        int directions = _model.Architecture.Directions;
        Span<double> sums = stackalloc double[2];
        sums.Clear();
        for (int window = 0; window < _streams.Windows; window++)
        {
            cancellation.ThrowIfCancellationRequested();
            _batch.Fill(_streams, window, _ownStreams);
            if (_batch.Steps.Sequences == 0) continue;
            ReadOnlySpan<float> surprisals = _reader.Read(_batch.Input, _batch.Packed.LabelIds, _ownStates, _batch.Size);
            int tokens = _batch.Packed.Tokens;
            for (int direction = 0; direction < directions; direction++)
            {
                foreach (float surprisal in surprisals.Slice(direction * tokens, tokens)) sums[direction] += surprisal;
            }
        }

        _share?.Sum(sums);
        double first = sums[0] / _streams.Text.Places, second = sums[1] / _streams.Text.Places;
        return _model.Architecture.Direction switch
        {
            LanguageModelDirection.Forward => new LanguageModelScores(first, null),
            LanguageModelDirection.Backward => new LanguageModelScores(null, first),
            _ => new LanguageModelScores(first, second),
        };
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _streams.Dispose();
        _states.Dispose();
    }
}
