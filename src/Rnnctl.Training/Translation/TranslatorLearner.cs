using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Layers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Translation;

/// <summary>Makes a translator learn from one batch: forward, loss, backward, clipping, update. In steady state a step allocates nothing.</summary>
public sealed class TranslatorLearner : IDisposable
{
    private readonly TranslatorModel _model;
    private readonly Learner _learner;
    private readonly TranslatorBatch _batch = new();

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    public TranslatorLearner(TranslatorModel model)
    {
        _model = model;
        _learner = TranslatorModel.SizeOf(model.Configuration.Architecture).Make(() => new Learner(model.Backend, model.Parameters, Options));
    }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer => _learner.Optimizer;

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <summary>Updates the weights once.</summary>
    /// <param name="pairs">The training corpus.</param>
    /// <param name="chosen">The batch's pairs.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="ownSymbols">The probability with which the decoder reads a symbol that it made itself.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(EncodedPairs pairs, ReadOnlySpan<int> chosen, long number, double rate, double ownSymbols = 0)
    {
        _batch.Fill(pairs, chosen, Vocabulary.BeginId, Vocabulary.EndId);
        try
        {
            return Learn(number, rate, ownSymbols);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(Options, chosen.Length, _batch.Packed.SourceTokens + _batch.Packed.TargetTokens, failure);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _learner.Dispose();

    private LearningStep Learn(long number, double rate, double ownSymbols)
    {
        _learner.Begin();
        Tape<float> tape = _learner.Tape;
        var step = new TrainingStep((ulong)Options.Seed, (ulong)number, Options.Bptt) { ScheduledSampling = ownSymbols };
        Variable<float> readouts = _model.Translator.Readouts(tape, _batch.Input, step);
        Variable<float> loss = _model.Translator.Loss(tape, readouts, tape.NewIds(_batch.Packed.TargetLabels), Options.LabelSmoothing).Loss;
        return _learner.Update(loss, _batch.Packed.TargetTokens, number, rate);
    }
}
