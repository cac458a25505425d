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
/// <param name="loader">Loads the pairs.</param>
/// <param name="contextual">Gives the sources' words the vectors of language models; null if the translator reads none.</param>
/// <param name="words">Drops symbols of the sources; null for none.</param>
/// <param name="labelSmoothing">The ε of label smoothing.</param>
internal sealed class TranslatorShard(
    Translator<float> translator, ISentenceLoader<EncodedPairs> loader, ContextualReader? contextual, WordDropout? words, double labelSmoothing) : IShard
{
    private readonly TranslatorBatch _batch = new();
    private readonly ShardSequences _pairs = new();
    private double _scheduledSampling;
    private long _number;
    private int _counted;

    /// <summary>Takes pairs in place of those that are here. The shard's own thread reads them, unless language models read them too.</summary>
    /// <param name="batch">The pairs of the whole batch, by their numbers in the corpus.</param>
    /// <param name="shard">The number of this shard, from 0.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="counted">The target symbols of the whole batch.</param>
    /// <param name="scheduledSampling">The probability that the decoder reads its own prediction.</param>
    /// <param name="number">The number of the update, from 1.</param>
    public void Fill(ReadOnlySpan<int> batch, int shard, int shards, int counted, double scheduledSampling, long number)
    {
        (_counted, _scheduledSampling, _number) = (counted, scheduledSampling, number);
        _pairs.Deal(batch, shard, shards);
        if (!_pairs.Numbers.IsEmpty) contextual?.Fill(Load().Sources, _batch);
    }

    /// <inheritdoc />
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_pairs.Numbers.IsEmpty) return default;
        if (contextual is null) Load();
        TranslatorInput input = _batch.Input;
        if (words is not null) input = input with { Sources = words.Apply(input.Sources, input.SourceSteps, step) };
        Variable<float> readouts = translator.Readouts(tape, input, step with { ScheduledSampling = _scheduledSampling });
        Variable<float> loss = translator.Loss(tape, readouts, tape.NewIds(_batch.Packed.TargetLabels), labelSmoothing, _counted).Loss;
        return step.Shard == 0 ? translator.Penalized(tape, loss) : loss;
    }

    private EncodedPairs Load()
    {
        loader.BeginUpdate(_number);
        return _batch.Fill(loader, _pairs.Numbers, Vocabulary.BeginId, Vocabulary.EndId);
    }
}
