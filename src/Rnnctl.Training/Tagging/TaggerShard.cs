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
/// <param name="loader">Loads the sentences.</param>
/// <param name="contextual">Gives tokens the vectors of language models; null if the tagger reads none.</param>
internal sealed class TaggerShard(Tagger<float> tagger, ISentenceLoader<EncodedCorpus> loader, ContextualReader? contextual) : IShard
{
    private readonly TaggerBatch _batch = new();
    private readonly ChosenSequences _chosen = new();
    private int _counted;
    private bool _isEmpty;

    /// <summary>Takes sentences in place of those that are here. The shard's own thread reads them, unless language models read them too.</summary>
    /// <param name="sentences">Their numbers in the corpus.</param>
    /// <param name="counted">The tokens of the whole batch.</param>
    public void Fill(ReadOnlySpan<int> sentences, int counted)
    {
        (_counted, _isEmpty) = (counted, sentences.IsEmpty);
        if (_isEmpty) return;
        if (contextual is null) _chosen.Keep(sentences);
        else contextual.Fill(_batch.Fill(loader, sentences), _batch);
    }

    /// <inheritdoc />
    public Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        if (_isEmpty) return default;
        if (contextual is null) _batch.Fill(loader, _chosen.Numbers);
        Variable<float> logits = tagger.Logits(tape, _batch.Input, step);
        Variable<float> loss = tagger.Loss(tape, logits, tape.NewIds(_batch.Packed.LabelIds), _batch.Steps, _counted);
        return step.Shard == 0 ? tagger.Penalized(tape, loss) : loss;
    }
}
