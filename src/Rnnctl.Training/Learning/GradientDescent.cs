using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Layers;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Learning;

/// <summary>Changes a model's parameters by the gradient of a batch's loss: forward, backward, clipping, update. In steady state a step allocates
/// nothing.</summary>
public sealed class GradientDescent : IDisposable
{
    private readonly TrainedModel _model;
    private readonly Tape<float> _tape;

    /// <summary>Gradient descent with moments of zero.</summary>
    /// <param name="model">The model.</param>
    /// <param name="size">Its size, for the message where the optimiser's moments do not fit memory.</param>
    /// <exception cref="DeviceMemoryException">They do not; the message names the option that makes the model so large.</exception>
    public GradientDescent(TrainedModel model, ModelSize size)
    {
        _model = model;
        _tape = new Tape<float>(model.Backend);
        Optimizer = size.Make(() => new Optimizer<float>(model.Backend, model.Parameters, Options));
    }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer { get; }

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <summary>Updates the parameters once, unless the loss is not a number.</summary>
    /// <param name="loss">The forward pass: makes the batch's loss on the tape, a mean over its predictions.</param>
    /// <param name="size">The size of the batch.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Update(Func<Tape<float>, TrainingStep, Variable<float>> loss, BatchSize size, long number, double rate)
    {
        try
        {
            _tape.Reset();
            Variable<float> mean = loss(_tape, new TrainingStep((ulong)Options.Seed, (ulong)number, Options.Bptt));
            _tape.Backward(mean);
            return Update(mean, size, number, rate);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(Options, size, failure);
        }
    }

    /// <summary>Frees the memory of the tape and of the moments.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        Optimizer.Dispose();
    }

    private LearningStep Update(Variable<float> loss, BatchSize size, long number, double rate)
    {
        Span<float> mean = stackalloc float[1];
        _model.Backend.Download(loss.Value, mean);
        if (float.IsFinite(mean[0])) return new LearningStep(size.Predictions, mean[0], Optimizer.Step(number, rate));
        _model.Parameters.ClearGradients();
        return new LearningStep(size.Predictions, mean[0], double.NaN);
    }
}
