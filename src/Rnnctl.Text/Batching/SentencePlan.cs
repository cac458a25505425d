namespace Rnnctl.Text.Batching;

/// <summary>The batches of a pass over sentences. A batch holds sentences of similar lengths; the shortest come first.</summary>
public sealed class SentencePlan
{
    private readonly EncodedSentences _sentences;
    private readonly SortedBatches _batches;

    /// <summary>A plan without batches; call <see cref="SortByLength"/>.</summary>
    public SentencePlan(EncodedSentences sentences, BatchLimit limit) =>
        (_sentences, _batches) = (sentences, new SortedBatches(limit, sentences.LengthOf));

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Count;

    /// <summary>The sentences of a batch. Valid until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _batches[batch];

    /// <summary>Plans a pass over the sentences that are not empty; equal lengths stay in order.</summary>
    public void SortByLength()
    {
        _batches.Collect(_sentences.Count);
        _batches.SortByLength(_sentences.Starts);
        _batches.Cut();
    }
}
