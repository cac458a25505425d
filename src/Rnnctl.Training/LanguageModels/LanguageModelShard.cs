using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;

namespace Rnnctl.Training.LanguageModels;

/// <summary>Some streams of a language model's window.</summary>
/// <param name="model">The language model over the shard's gradients.</param>
/// <param name="direction">The direction in which it reads.</param>
/// <param name="sampler">What draws the samples of the softmax; null for the full one.</param>
internal sealed class LanguageModelShard(LanguageModel<float> model, LanguageModelDirection direction, LogUniformSampler<float>? sampler) : IShard
{
    private readonly LanguageModelBatch _batch = new(direction);
    private StreamStates<float>? _states;
    private int _counted;

    /// <summary>Reads a window of streams in place of what is here.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="window">The number of the window, from 0.</param>
    /// <param name="chosen">Which streams.</param>
    /// <param name="states">The states of these streams.</param>
    /// <param name="counted">The predictions of the whole window in all streams, of both directions.</param>
    public void Fill(TextStreams streams, int window, Range chosen, StreamStates<float> states, int counted)
    {
        (_states, _counted) = (states, counted);
        _batch.Fill(streams, window, chosen);
    }

    /// <inheritdoc />
    /// <remarks>The window is the whole reach of the gradient: within it nothing is cut.</remarks>
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_batch.Steps.Sequences == 0) return default;
        Variable<float> readouts = model.Readouts(tape, _batch.Input, _states, step with { Window = 0 });
        return model.TrainingLoss(tape, readouts, _batch.Packed.LabelIds, _counted, sampler, step);
    }
}
