namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch. A batch holds sentences of similar lengths, so that few of its steps are narrow. Planning again reuses the
/// memory. Every sentence is in exactly one batch, but empty sentences are in none.
/// </summary>
public sealed class BatchPlan
{
    private readonly EncodedCorpus _corpus;
    private readonly SortedBatches _batches;

    /// <summary>A plan without batches; call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public BatchPlan(EncodedCorpus corpus, BatchLimit limit) => (_corpus, _batches) = (corpus, new SortedBatches(limit, corpus.LengthOf));

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Count;

    /// <summary>The sentences of a batch, for <see cref="PackedBatch.Fill"/>. Valid until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _batches[batch];

    /// <summary>
    /// Plans an epoch of training: shuffles the sentences, sorts them by length (a stable sort), cuts them into batches, and shuffles the
    /// batches. The plan depends only on the corpus, the limit and the random numbers.
    /// </summary>
    public void Shuffle(Random random)
    {
        _batches.Collect(_corpus.Sentences);
        _batches.ShuffleSequences(random);
        CutByLength();
        _batches.ShuffleBatches(random);
    }

    /// <summary>Plans a pass without random numbers: sentences sorted by length, equal lengths in the corpus's order, shortest batch
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
