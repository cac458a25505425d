using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Streaming;

/// <summary>Indexed sentences, or pairs of them, as a model reads them.</summary>
/// <param name="index">The index.</param>
/// <param name="pairs">Whether they are pairs.</param>
/// <param name="digest">Their digest.</param>
/// <param name="newLoader">Makes a loader.</param>
internal sealed class StreamedSource<TSentences>(SentenceIndex index, bool pairs, string digest, Func<ISentenceLoader<TSentences>> newLoader)
    : ISentenceSource<TSentences>
{
    /// <inheritdoc/>
    public IEpochPlan NewPlan(BatchLimit limit) => new WindowedPlan(index, pairs, limit);

    /// <inheritdoc/>
    public ISentenceLoader<TSentences> NewLoader() => newLoader();

    /// <inheritdoc/>
    public string Digest() => digest;

    /// <inheritdoc/>
    public (int First, int Second) LengthsOf(int sentence)
    {
        IndexedSentence found = index[sentence];
        return (found.FirstLength, found.SecondLength);
    }
}
