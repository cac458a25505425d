using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Learning;

namespace Rnnctl.Training.Translation;

/// <summary>Some pairs of a translator's batch.</summary>
/// <param name="translator">The translator over the shard's gradients.</param>
/// <param name="contextual">Gives the sources' words the vectors of language models; null if the translator reads none.</param>
/// <param name="labelSmoothing">The ε of label smoothing.</param>
internal sealed class TranslatorShard(Translator<float> translator, ContextualReader? contextual, double labelSmoothing) : IShard
{
    private readonly TranslatorBatch _batch = new();
    private double _scheduledSampling;
    private int _counted;
    private bool _isEmpty;

    /// <summary>Reads pairs in place of those that are here.</summary>
    /// <param name="pairs">The corpus.</param>
    /// <param name="chosen">Their numbers.</param>
    /// <param name="counted">The target symbols of the whole batch.</param>
    /// <param name="scheduledSampling">The probability that the decoder reads its own prediction.</param>
    public void Fill(EncodedPairs pairs, ReadOnlySpan<int> chosen, int counted, double scheduledSampling)
    {
        (_counted, _scheduledSampling, _isEmpty) = (counted, scheduledSampling, chosen.IsEmpty);
        if (_isEmpty) return;
        _batch.Fill(pairs, chosen, Vocabulary.BeginId, Vocabulary.EndId);
        contextual?.Fill(pairs.Sources, _batch);
    }

    /// <inheritdoc />
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_isEmpty) return default;
        Variable<float> readouts = translator.Readouts(tape, _batch.Input, step with { ScheduledSampling = _scheduledSampling });
        Variable<float> loss = translator.Loss(tape, readouts, tape.NewIds(_batch.Packed.TargetLabels), labelSmoothing, _counted).Loss;
        return step.Shard == 0 ? translator.Penalized(tape, loss) : loss;
    }
}
