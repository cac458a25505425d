using Rnnctl.Compute;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Translation;

/// <summary>Makes a translator learn from one batch: forward, loss, backward, clipping, update. In steady state a step allocates nothing.</summary>
public sealed class TranslatorLearner : IDisposable
{
    private readonly TranslatorModel _model;
    private readonly Tape<float> _tape;
    private readonly TranslatorBatch _batch = new();

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    public TranslatorLearner(TranslatorModel model)
    {
        _model = model;
        _tape = new Tape<float>(model.Backend);
        Optimizer = new Optimizer<float>(model.Backend, model.Parameters, Options);
    }

    /// <summary>The optimiser, whose moments belong to the training state.</summary>
    public Optimizer<float> Optimizer { get; }

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <summary>Updates the weights once.</summary>
    /// <param name="pairs">The training corpus.</param>
    /// <param name="chosen">The batch's pairs.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="ownSymbols">The probability with which the decoder reads a symbol that it made itself.</param>
    public LearningStep Learn(EncodedPairs pairs, ReadOnlySpan<int> chosen, long number, double rate, double ownSymbols = 0)
    {
        _batch.Fill(pairs, chosen, Vocabulary.BeginId, Vocabulary.EndId);
        _tape.Reset();
        Backend<float> backend = _model.Backend;
        backend.Clear(_model.Parameters.Gradients);

        var step = new TrainingStep((ulong)Options.Seed, (ulong)number, Options.Bptt) { OwnSymbols = ownSymbols };
        Variable<float> readouts = _model.Translator.Readouts(_tape, _batch.Input, step);
        Tensor<int> labels = _tape.NewIds(_batch.Packed.TargetLabels);
        Variable<float> loss = _model.Translator.Loss(_tape, readouts, labels, Options.LabelSmoothing).Loss;
        _tape.Backward(loss);

        Span<float> mean = stackalloc float[1];
        backend.Download(loss.Value, mean);
        double norm = float.IsFinite(mean[0]) ? Optimizer.Step(number, rate) : double.NaN;
        return new LearningStep(_batch.Packed.TargetTokens, mean[0], norm);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        Optimizer.Dispose();
    }
}
