using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Layers;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Tagging;

/// <summary>Makes a tagger learn from one batch: forward, loss, backward, clipping, update. In steady state a step allocates nothing.</summary>
public sealed class TaggerLearner : IDisposable
{
    private readonly TaggerModel _model;
    private readonly Learner _learner;
    private readonly TaggerBatch _batch = new();

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    public TaggerLearner(TaggerModel model)
    {
        _model = model;
        _learner = TaggerModel.SizeOf(model.Configuration.Architecture).Make(() => new Learner(model.Backend, model.Parameters, Options));
    }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer => _learner.Optimizer;

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <summary>Updates the weights once.</summary>
    /// <param name="corpus">The labelled corpus.</param>
    /// <param name="sentences">The batch's sentences.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(EncodedCorpus corpus, ReadOnlySpan<int> sentences, long number, double rate)
    {
        _batch.Fill(corpus, sentences);
        try
        {
            return Learn(number, rate);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(Options, sentences.Length, _batch.Packed.Tokens, failure);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _learner.Dispose();

    private LearningStep Learn(long number, double rate)
    {
        _learner.Begin();
        Tape<float> tape = _learner.Tape;
        var step = new TrainingStep((ulong)Options.Seed, (ulong)number, Options.Bptt);
        Variable<float> logits = _model.Tagger.Logits(tape, _batch.Input, step);
        Variable<float> loss = _model.Tagger.Loss(tape, logits, tape.NewIds(_batch.Packed.LabelIds), _batch.Steps, _batch.Packed.Tokens);
        return _learner.Update(loss, _batch.Packed.Tokens, number, rate);
    }
}
