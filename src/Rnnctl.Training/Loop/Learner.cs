using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Loop;

/// <summary>Makes a model's parameters learn from losses: backward, clipping, update. In steady state a step allocates nothing.</summary>
public sealed class Learner : IDisposable
{
    private readonly Backend<float> _backend;
    private readonly ParameterSet<float> _parameters;

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    public Learner(Backend<float> backend, ParameterSet<float> parameters, TrainingConfiguration options)
    {
        (_backend, _parameters) = (backend, parameters);
        Tape = new Tape<float>(backend);
        Optimizer = new Optimizer<float>(backend, parameters, options);
    }

    /// <summary>The tape of a step's forward pass.</summary>
    public Tape<float> Tape { get; }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer { get; }

    /// <summary>Forgets the step before.</summary>
    public void Begin()
    {
        Tape.Reset();
        _backend.Clear(_parameters.Gradients);
    }

    /// <summary>Updates the parameters once, unless the loss is not a number.</summary>
    /// <param name="loss">The mean loss over the batch's tokens, made on the tape.</param>
    /// <param name="tokens">The batch's tokens.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    public LearningStep Update(Variable<float> loss, int tokens, long number, double rate)
    {
        Tape.Backward(loss);
        Span<float> mean = stackalloc float[1];
        _backend.Download(loss.Value, mean);
        double norm = float.IsFinite(mean[0]) ? Optimizer.Step(number, rate) : double.NaN;
        return new LearningStep(tokens, mean[0], norm);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Tape.Dispose();
        Optimizer.Dispose();
    }
}
