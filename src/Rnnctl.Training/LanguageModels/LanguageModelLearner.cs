using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
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
    private readonly TextStreams _streams;
    private readonly LanguageModelBatch _batch;
    private readonly GradientDescent _descent;
    private readonly StreamStates<float> _states;
    private readonly LanguageModelEvaluator? _evaluator;
    private readonly LogUniformSampler<float>? _sampler;
    private readonly Func<Tape<float>, TrainingStep, Variable<float>> _loss;

    /// <summary>A learner whose optimiser has seen nothing yet.</summary>
    /// <param name="model">The language model, with its initial or its restored weights.</param>
    /// <param name="text">The text to learn from.</param>
    /// <param name="valid">The text to score on, or null.</param>
    public LanguageModelLearner(TrainedLanguageModel model, EncodedText text, EncodedText? valid = null)
    {
        TrainingConfiguration options = model.Configuration.Training;
        (_model, _loss) = (model, Loss);
        _streams = new TextStreams(text, options.BatchSize, options.StreamWindow());
        _batch = new LanguageModelBatch(model.Architecture.Direction);
        _descent = new GradientDescent(model.Trained, TrainedLanguageModel.SizeOf(model.Configuration.Architecture));
        _states = new StreamStates<float>(model.Backend, model.Architecture, _streams.Count);
        _sampler = model.NewSampler();
        _evaluator = valid is null ? null : new LanguageModelEvaluator(model, valid);
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
    public int PlanEpoch(Random random)
    {
        _streams.Shuffle(random);
        return _streams.Windows;
    }

    /// <inheritdoc />
    /// <exception cref="DeviceMemoryException">The window does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(int batch, long number, double rate)
    {
        _batch.Fill(_streams, batch);
        return _descent.Update(_loss, _batch.Size, number, rate);
    }

    /// <inheritdoc />
    public Evaluation? Evaluate()
    {
        if (_evaluator is null) return null;
        LanguageModelScores scores = _evaluator.Evaluate();
        double guess = 1.0 / _model.Architecture.Symbols;
        return new Evaluation("perplexity", 1 / scores.Perplexity, guess, scores.Loss);
    }

    /// <summary>Frees the memory of learning and of scoring.</summary>
    public void Dispose()
    {
        _descent.Dispose();
        _states.Dispose();
        _streams.Dispose();
        _evaluator?.Dispose();
    }

    /// <summary>The window is the whole reach of the gradient: within it nothing is cut.</summary>
    private Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        Variable<float> readouts = _model.Model.Readouts(tape, _batch.Input, _states, step with { Window = 0 });
        return _model.Model.TrainingLoss(tape, readouts, _batch.Packed.LabelIds, _sampler, step);
    }
}
