namespace Rnnctl.Text.Batching;

/// <summary>Sentences and their translations as ids.</summary>
/// <param name="Sources">The sentences to translate, each ending with the end symbol, so that none is empty.</param>
/// <param name="Targets">Their translations in the same order, without begin and end symbols; they may be empty.</param>
public sealed record EncodedPairs(EncodedSentences Sources, EncodedSentences Targets) : ISentenceSource<EncodedPairs>
{
    /// <summary>The number of pairs.</summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public int Count => Sources.Count == Targets.Count
        ? Sources.Count
        : throw new InvalidOperationException($"Expected a target for each of the {Sources.Count} sources, found {Targets.Count}.");

    /// <summary>The tokens of a pair under a batch limit: source, target, and the target's end symbol.</summary>
    public int TokensOf(int pair) => Sources.LengthOf(pair) + Targets.LengthOf(pair) + 1;

    /// <inheritdoc/>
    public IEpochPlan NewPlan(BatchLimit limit) => new BatchPlan(this, limit);

    /// <inheritdoc/>
    public ISentenceLoader<EncodedPairs> NewLoader() => new NoLoader<EncodedPairs>(this);

    /// <inheritdoc/>
    public (int First, int Second) LengthsOf(int sentence) => (Sources.LengthOf(sentence), Targets.LengthOf(sentence));

    /// <inheritdoc/>
    public string Digest() => CorpusDigest.Of(this);
}
