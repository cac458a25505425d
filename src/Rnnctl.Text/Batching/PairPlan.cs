namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch of sentence pairs, each of pairs of about the same lengths: sorted by the target's, and among equal ones by the
/// source's. Planning again reuses the memory. Every pair is in exactly one batch. A limit of tokens counts those of sources and targets, each target with its
/// end symbol.
/// </summary>
public sealed class PairPlan
{
    private readonly EncodedPairs _pairs;
    private readonly SortedBatches _batches;

    /// <summary>A plan with no batch yet: call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public PairPlan(EncodedPairs pairs, BatchLimit limit) => (_pairs, _batches) = (pairs, new SortedBatches(limit, pairs.TokensOf));

    /// <summary>How many batches there are.</summary>
    public int Count => _batches.Count;

    /// <summary>The pairs of a batch, for <see cref="PairBatch.Fill"/>. Good until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _batches[batch];

    /// <summary>
    /// Plans an epoch of training: pairs are shuffled, sorted by length with equal ones left as shuffled, cut into batches, and the batches
    /// shuffled. The plan depends on nothing but the pairs, the limit and the random numbers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public void Shuffle(Random random)
    {
        _batches.Collect(_pairs.Count);
        _batches.ShuffleSequences(random);
        CutByLength();
        _batches.ShuffleBatches(random);
    }

    /// <summary>Plans a pass with no random numbers: pairs sorted by length, equal ones in their order, shortest batch first.</summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public void SortByLength()
    {
        _batches.Collect(_pairs.Count);
        CutByLength();
    }

    /// <summary>Sorts by the lesser key first: the second sort leaves pairs with equal targets as the first put them.</summary>
    private void CutByLength()
    {
        _batches.SortByLength(_pairs.Sources.Starts);
        _batches.SortByLength(_pairs.Targets.Starts);
        _batches.Cut();
    }
}
