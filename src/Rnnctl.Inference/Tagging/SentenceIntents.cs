using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Tagging;

/// <summary>The intents that a tagger tells sentences by, in the order of the corpus, and their loss. The memory is used again.</summary>
/// <param name="model">The tagger.</param>
/// <param name="withProbabilities">Whether each intent's probability is wanted too.</param>
internal sealed class SentenceIntents(TaggerModel model, bool withProbabilities)
{
    private readonly LossMean _loss = new();
    private int[] _ids = [], _rowIds = [];
    private float[] _probabilities = [], _rows = [];
    private int _sentences;

    /// <summary>The mean of -log p(gold intent) over the sentences whose gold intent training saw, times its weight in the loss; 0 without such.</summary>
    public double WeightedLoss => _loss.Count == 0 ? 0 : model.Configuration.Training.UsedIntentWeight() * _loss.Sum / _loss.Count;

    /// <summary>The id of a sentence's intent; -1 of a sentence without tokens.</summary>
    public int this[int sentence] => _ids[sentence];

    /// <summary>The probability of a sentence's intent.</summary>
    public float ProbabilityOf(int sentence) => _probabilities[sentence];

    /// <summary>Removes all intents, in preparation for so many sentences.</summary>
    /// <param name="sentences">How many.</param>
    /// <param name="isShared">Whether other processes have some of them.</param>
    public void Begin(int sentences, bool isShared)
    {
        _sentences = sentences;
        _loss.Clear();
        if (_ids.Length < sentences) _ids = new int[sentences];
        if (withProbabilities && _probabilities.Length < sentences) _probabilities = new float[sentences];
        Array.Fill(_ids, isShared ? 0 : -1);
    }

    /// <summary>Adds the intents of a batch.</summary>
    /// <param name="tape">The tape, for its memory.</param>
    /// <param name="logits">The sentences' logits, <c>[B, intents]</c>.</param>
    /// <param name="batch">The batch.</param>
    public void Add(Tape<float> tape, Tensor<float> logits, PackedBatch batch)
    {
        if (!batch.IntentIds.IsEmpty) AddLoss(tape, logits, batch.IntentIds);
        Tensor<int> best = tape.NewIds(batch.Order);
        model.Backend.ArgMax(logits, best);
        if (_rowIds.Length < batch.Sentences) _rowIds = new int[batch.Sentences];
        model.Backend.Download(best, _rowIds.AsSpan(0, batch.Sentences));
        for (int place = 0; place < batch.Sentences; place++) _ids[batch.Order[place]] = _rowIds[place];
        if (withProbabilities) AddProbabilities(tape, logits, batch);
    }

    /// <summary>A sentence has its intent in one part, and 0 in the others.</summary>
    public void Join(WorkShare share)
    {
        share.SumLabels(_ids.AsSpan(0, _sentences));
        _loss.Join(share);
    }

    private void AddLoss(Tape<float> tape, Tensor<float> logits, ReadOnlySpan<int> gold)
    {
        int known = gold.Length - gold.Count(-1);
        if (known == 0) return;
        Variable<float> loss = CrossEntropy<float>.Apply(tape, Variable<float>.Constant(logits), tape.NewIds(gold), known);
        _loss.Add(model.Backend, loss.Value, known);
    }

    private void AddProbabilities(Tape<float> tape, Tensor<float> logits, PackedBatch batch)
    {
        Tensor<float> probabilities = Softmax<float>.Apply(tape, Variable<float>.Constant(logits)).Value;
        if (_rows.Length < logits.Count) _rows = new float[logits.Count];
        model.Backend.Download(probabilities, _rows.AsSpan(0, logits.Count));
        for (int place = 0; place < batch.Sentences; place++)
            _probabilities[batch.Order[place]] = _rows[(place * logits.Columns) + _rowIds[place]];
    }
}
