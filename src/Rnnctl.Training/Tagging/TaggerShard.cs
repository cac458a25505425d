using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;

namespace Rnnctl.Training.Tagging;

/// <summary>Some sentences of a tagger's batch.</summary>
/// <param name="tagger">The tagger over the shard's gradients.</param>
/// <param name="contextual">Gives tokens the vectors of language models; null if the tagger reads none.</param>
internal sealed class TaggerShard(Tagger<float> tagger, ContextualReader? contextual) : IShard
{
    private readonly TaggerBatch _batch = new();
    private int _counted;
    private bool _isEmpty;

    /// <summary>Reads sentences in place of those that are here.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="sentences">Their numbers.</param>
    /// <param name="counted">The tokens of the whole batch.</param>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences, int counted)
    {
        (_counted, _isEmpty) = (counted, sentences.IsEmpty);
        if (_isEmpty) return;
        _batch.Fill(corpus, sentences);
        contextual?.Fill(corpus, _batch);
    }

    /// <inheritdoc />
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_isEmpty) return default;
        Variable<float> logits = tagger.Logits(tape, _batch.Input, step);
        Variable<float> loss = tagger.Loss(tape, logits, tape.NewIds(_batch.Packed.LabelIds), _batch.Steps, _counted);
        return step.Shard == 0 ? tagger.Penalized(tape, loss) : loss;
    }
}
