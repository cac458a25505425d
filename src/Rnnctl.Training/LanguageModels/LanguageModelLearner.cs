using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.LanguageModels;

/// <summary>
/// A language model that learns from a text, window by window. An epoch puts the text's blocks in a random order and reads the streams of this order;
/// their states go on from window to window without their gradient (truncated back-propagation through time; Mikolov et al. 2010). In steady state a step
/// allocates nothing.
/// </summary>
public sealed class LanguageModelLearner : ILearner
{
    private readonly TrainedLanguageModel _model;
    private readonly WorkerGroup? _group;
    private readonly TextStreams _streams;
    private readonly GradientDescent<LanguageModelShard> _descent;
    private readonly StreamStates<float> _states;
    private readonly StreamStates<float>[] _statesOfShards;
    private readonly LanguageModelEvaluator? _evaluator;

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    /// <param name="model">The language model, with its initial or its restored weights.</param>
    /// <param name="text">The text to learn from.</param>
    /// <param name="valid">The text to score on, or null.</param>
    /// <param name="group">The processes that share each batch; null for one alone.</param>
    public LanguageModelLearner(TrainedLanguageModel model, EncodedText text, EncodedText? valid = null, WorkerGroup? group = null)
    {
        TrainingConfiguration options = model.Configuration.Training;
        (_model, _group) = (model, group);
        _streams = new TextStreams(text, options.BatchSize, options.StreamWindow());
        _descent = new GradientDescent<LanguageModelShard>(
            model.Trained,
            TrainedLanguageModel.SizeOf(model.Configuration.Architecture),
            parameters => new LanguageModelShard(
                new LanguageModel<float>(model.Architecture, name => parameters[name]), model.Architecture.Direction, model.NewSampler()),
            group);
        _states = new StreamStates<float>(model.Backend, model.Architecture, _streams.Count);
        int shards = _descent.Cut(_streams.Count).Length;
        _statesOfShards = [.. Enumerable.Range(_descent.FirstShard, shards).Select(shard => _states.From(_streams.Part(shard, _descent.Shards).Start.Value))];
        _evaluator = valid is null ? null : new LanguageModelEvaluator(model, valid, group?.Evaluation);
    }

    /// <inheritdoc />
    public TrainedModel Model => _model.Trained;

    /// <inheritdoc />
    public Optimizer<float> Optimizer => _descent.Optimizer;

    /// <inheritdoc />
    public string CorpusDigest => _streams.Text.Digest;

    /// <summary>The streams' states, with which the next window begins unless it is an epoch's first.</summary>
    public Tensor<float> Carried => _states.Values;

    /// <summary>The number of streams.</summary>
    public int Streams => _streams.Count;

    /// <inheritdoc />
    /// <remarks>A process has changed the states of its own streams, which stand together within each layer and direction.</remarks>
    public void GatherCarried()
    {
        if (_group is null || Carried.IsEmpty) return;
        int[] counts = [.. Enumerable.Range(0, _group.Size).Select(rank => _streams.Part(rank, _group.Size).GetOffsetAndLength(Streams).Length)];
        for (int first = 0; first < Carried.Rows; first += Streams) _group.GatherRows(Model.Backend, Carried.SliceRows(first, Streams), counts);
    }

    /// <inheritdoc />
    public int PlanEpoch(Random random)
    {
        _streams.Shuffle(random);
        return _streams.Windows;
    }

    /// <inheritdoc />
    /// <exception cref="DeviceMemoryException">The window does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(int batch, long number, double rate)
    {
        (int streams, int places) = _streams.SizeOf(batch);
        int directions = _model.Architecture.Directions;
        ReadOnlySpan<LanguageModelShard> shards = _descent.Cut(_streams.Count);
        for (int shard = 0; shard < shards.Length; shard++)
        {
            Range chosen = _streams.Part(_descent.FirstShard + shard, _descent.Shards);
            shards[shard].Fill(_streams, batch, chosen, _statesOfShards[shard], directions * places);
        }

        return _descent.Update(new BatchSize(streams, directions * places, places), number, rate);
    }

    /// <inheritdoc />
    public Evaluation? Evaluate()
    {
        if (_evaluator is null) return null;
        return Evaluation.OfLoss(TaskMetrics.Of(_model.Configuration)!.Value, _evaluator.Evaluate().Loss, _model.Architecture.Symbols);
    }

    /// <summary>Frees the memory of learning and of scoring.</summary>
    public void Dispose()
    {
        _descent.Dispose();
        _states.Dispose();
        _streams.Dispose();
        _evaluator?.Dispose();
    }
}
