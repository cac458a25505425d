namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch of sentence pairs. A batch holds pairs of similar lengths: pairs are sorted by the target's length, then by the
/// source's. Planning again reuses the memory. Every pair is in exactly one batch. A token limit counts sources and targets, each target with its
/// end symbol.
/// </summary>
public sealed class PairPlan
{
    private readonly EncodedPairs _pairs;
    private readonly SortedBatches _batches;

    /// <summary>A plan without batches; call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public PairPlan(EncodedPairs pairs, BatchLimit limit) => (_pairs, _batches) = (pairs, new SortedBatches(limit, pairs.TokensOf));

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Count;

    /// <summary>The pairs of a batch, for <see cref="PairBatch.Fill"/>. Valid until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _batches[batch];

    /// <summary>
    /// Plans an epoch of training: shuffles the pairs, sorts them by length (a stable sort), cuts them into batches, and shuffles the
    /// batches. The plan depends only on the pairs, the limit and the random numbers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public void Shuffle(Random random)
    {
        _batches.Collect(_pairs.Count);
        _batches.ShuffleSequences(random);
        CutByLength();
        _batches.ShuffleBatches(random);
    }

    /// <summary>Plans a pass without random numbers: pairs sorted by length, equal lengths in their order, shortest batch first.</summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public void SortByLength()
    {
        _batches.Collect(_pairs.Count);
        CutByLength();
    }

    /// <summary>Sorts by the secondary key first; the second sort is stable.</summary>
    private void CutByLength()
    {
        _batches.SortByLength(_pairs.Sources.Starts);
        _batches.SortByLength(_pairs.Targets.Starts);
        _batches.Cut();
    }
}
