using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Distillation;
using Rnnctl.Training.Learning;

namespace Rnnctl.Training.Tagging;

/// <summary>Some sentences of a tagger's batch.</summary>
/// <param name="tagger">The tagger over the shard's gradients.</param>
/// <param name="loader">Loads the sentences.</param>
/// <param name="contextual">Gives tokens the vectors of language models; null if the tagger reads none.</param>
/// <param name="taught">Adds the teachers' part to the loss; null without teachers.</param>
/// <param name="words">Drops words; null for none.</param>
internal sealed class TaggerShard(
    Tagger<float> tagger, ISentenceLoader<EncodedCorpus> loader, ContextualReader? contextual, TaughtLoss? taught, WordDropout? words) : IShard
{
    private readonly TaggerBatch _batch = new();
    private readonly ShardSequences _sentences = new();
    private int _counted;

    /// <summary>Takes sentences in place of those that are here. The shard's own thread reads them, unless language models read them too.</summary>
    /// <param name="batch">The sentences of the whole batch, by their numbers in the corpus.</param>
    /// <param name="shard">The number of this shard, from 0.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="counted">The tokens of the whole batch.</param>
    public void Fill(ReadOnlySpan<int> batch, int shard, int shards, int counted)
    {
        _counted = counted;
        _sentences.Deal(batch, shard, shards);
        if (!_sentences.Numbers.IsEmpty) contextual?.Fill(_batch.Fill(loader, _sentences.Numbers), _batch);
    }

    /// <inheritdoc />
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_sentences.Numbers.IsEmpty) return default;
        if (contextual is null) _batch.Fill(loader, _sentences.Numbers);
        TaggerInput input = _batch.Input;
        if (words is not null) input = input with { Tokens = words.Apply(input.Tokens, input.Steps, step) };
        Variable<float> logits = tagger.Logits(tape, input, step);
        Variable<float> loss = tagger.TrainingLoss(tape, logits, tape.NewIds(_batch.Packed.LabelIds), _batch.Steps, _counted);
        if (taught is not null) loss = taught.Of(tape, loss, logits, _batch.Steps, _counted);
        return step.Shard == 0 ? tagger.Penalized(tape, loss) : loss;
    }
}
