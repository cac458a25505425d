namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch, each of sentences of about the same length, so that few steps of a batch are narrow. Planning again reuses the
/// memory. Sentences with no token are in no batch; every other is in exactly one.
/// </summary>
public sealed class BatchPlan
{
    private readonly EncodedCorpus _corpus;
    private readonly SortedBatches _batches;

    /// <summary>A plan with no batch yet: call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public BatchPlan(EncodedCorpus corpus, BatchLimit limit) => (_corpus, _batches) = (corpus, new SortedBatches(limit, corpus.LengthOf));

    /// <summary>How many batches there are.</summary>
    public int Count => _batches.Count;

    /// <summary>The sentences of a batch, for <see cref="PackedBatch.Fill"/>. Good until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _batches[batch];

    /// <summary>
    /// Plans an epoch of training: sentences are shuffled, sorted by length with equal ones left as shuffled, cut into batches, and the
    /// batches shuffled. The plan depends on nothing but the corpus, the limit and the random numbers.
    /// </summary>
    public void Shuffle(Random random)
    {
        _batches.Collect(_corpus.Sentences);
        _batches.ShuffleSequences(random);
        CutByLength();
        _batches.ShuffleBatches(random);
    }

    /// <summary>Plans a pass with no random numbers: sentences sorted by length, equal ones in the corpus's order, shortest batch
    /// first.</summary>
    public void SortByLength()
    {
        _batches.Collect(_corpus.Sentences);
        CutByLength();
    }

    private void CutByLength()
    {
        _batches.SortByLength(_corpus.Starts);
        _batches.Cut();
    }
}
