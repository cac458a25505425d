using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Learning;

/// <summary>
/// Changes a model's parameters by the gradient of a batch's loss: forward, backward, clipping, update. For a model of few numbers a batch is cut into shards
/// by sequences, one for each thread, which carries its shard through forward and backward pass by itself; the gradients are added in the shards' order, and
/// one step follows. For a large model the threads share each product of the whole batch, since each reads its own part of the weights then. In steady state
/// a step allocates nothing.
/// </summary>
/// <typeparam name="TShard">A shard of a batch.</typeparam>
public sealed class GradientDescent<TShard> : IDisposable
    where TShard : class, IShard
{
    // Four megabytes of weights, which a thread prepares for its products and whose gradients it clears and adds: with more, this costs more than it saves.
    private const int MostSharded = 1_000_000;

    // A thread with a single sequence computes products of one row, which are slow.
    private const int FewestSequences = 2;

    private readonly TrainedModel _model;
    private readonly WorkerGroup? _group;
    private readonly Worker _whole;
    private readonly Worker[] _workers;
    private readonly TShard[] _shards;
    private readonly Action<int> _run;
    private TrainingStep _step;
    private int _cut;

    /// <summary>Gradient descent with moments of zero.</summary>
    /// <param name="model">The model.</param>
    /// <param name="size">Its size, for the message where the optimiser's moments do not fit memory.</param>
    /// <param name="newShard">Makes an empty shard that computes with these parameters and on their backend.</param>
    /// <param name="group">The processes that share each batch; null for one alone.</param>
    /// <exception cref="DeviceMemoryException">They do not; the message names the option that makes the model so large.</exception>
    public GradientDescent(TrainedModel model, ModelSize size, Func<ParameterSet<float>, TShard> newShard, WorkerGroup? group = null)
    {
        (_model, _group) = (model, group);
        Optimizer = size.Make(() => new Optimizer<float>(model.Backend, model.Parameters, Options));
        _whole = new Worker(model.Parameters, newShard);
        bool isSharded = model.Backend.Threads > 1 && model.Parameters.DenseLength <= MostSharded;
        _workers = isSharded
            ? size.Make<Worker[]>(() => [.. model.Backend.Workers.Select(one => new Worker(model.Parameters.ForShard(one), newShard))])
            : [];
        _shards = [.. _workers.Select(worker => worker.Shard)];
        _run = Run;
    }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer { get; }

    /// <summary>The number of all shards of the last cut, of which several processes have the same number each.</summary>
    public int Shards => _cut * (_group?.Size ?? 1);

    /// <summary>The number of this process's first shard.</summary>
    public int FirstShard => _cut * (_group?.Rank ?? 0);

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <summary>
    /// This process's shards of the next batch, for the caller to fill: one for each thread, or a single one if the batch is small. Shards may be empty where
    /// there are more processes than sequences.
    /// </summary>
    /// <param name="sequences">The sequences of the batch.</param>
    public ReadOnlySpan<TShard> Cut(int sequences)
    {
        bool isSharded = _workers.Length > 0 && sequences >= FewestSequences * _workers.Length * (_group?.Size ?? 1);
        _cut = isSharded ? _workers.Length : 1;
        return _cut == 1 ? new ReadOnlySpan<TShard>(in _whole.Shard) : _shards;
    }

    /// <summary>Updates the parameters once by the shards of the last cut, unless the loss is not a number.</summary>
    /// <param name="size">The size of the batch.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Update(BatchSize size, long number, double rate)
    {
        try
        {
            _step = new TrainingStep((ulong)Options.Seed, (ulong)number, Options.Bptt);
            double loss = _cut == 1 ? _whole.Run(_step with { Shard = FirstShard }) : RunShards();
            if (_group is not null) loss = _group.SumLosses(loss);
            if (double.IsFinite(loss))
            {
                _group?.SumGradients(_model.Parameters);
                return new LearningStep(size.Predictions, loss, Optimizer.Step(number, rate));
            }

            _model.Parameters.ClearGradients();
            return new LearningStep(size.Predictions, loss, double.NaN);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(Options, size, failure);
        }
    }

    /// <summary>Frees the memory of the tapes, of the shards' gradients and of the moments.</summary>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
            worker.Parameters.Dispose();
        }

        _whole.Dispose();
        Optimizer.Dispose();
    }

    private double RunShards()
    {
        _model.Backend.RunOnWorkers(_run);
        double loss = 0;
        foreach (Worker worker in _workers)
        {
            loss += worker.ShareOfLoss;
            _model.Parameters.AddGradients(worker.Parameters);
        }

        return loss;
    }

    private void Run(int worker)
    {
        _workers[worker].Parameters.ClearGradients();
        _workers[worker].Run(_step with { Shard = FirstShard + worker });
    }

    private sealed class Worker(ParameterSet<float> parameters, Func<ParameterSet<float>, TShard> newShard) : IDisposable
    {
        private readonly Tape<float> _tape = new(parameters.Backend);

        public readonly TShard Shard = newShard(parameters);

        public ParameterSet<float> Parameters => parameters;

        public double ShareOfLoss { get; private set; }

        /// <summary>Adds to the gradients, and returns the shard's share of the loss.</summary>
        public double Run(TrainingStep step)
        {
            ShareOfLoss = 0;
            _tape.Reset();
            Variable<float> loss = Shard.Loss(_tape, step);
            if (loss.Rows == 0) return 0;
            _tape.Backward(loss);
            Span<float> value = stackalloc float[1];
            parameters.Backend.Download(loss.Value, value);
            return ShareOfLoss = value[0];
        }

        public void Dispose() => _tape.Dispose();
    }
}
