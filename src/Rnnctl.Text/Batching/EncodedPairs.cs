namespace Rnnctl.Text.Batching;

/// <summary>Sentences and their translations as ids.</summary>
/// <param name="Sources">The sentences to translate, each with the end symbol at its end, so that none is empty.</param>
/// <param name="Targets">Their translations in the same order, without begin and end symbols; they may be empty.</param>
public sealed record EncodedPairs(EncodedSentences Sources, EncodedSentences Targets)
{
    /// <summary>How many pairs there are.</summary>
    /// <exception cref="InvalidOperationException">The two sides differ in the number of sentences.</exception>
    public int Count => Sources.Count == Targets.Count
        ? Sources.Count
        : throw new InvalidOperationException($"Expected a target for each of the {Sources.Count} sources, found {Targets.Count}.");

    /// <summary>How many tokens a pair counts for in a batch: those of its source, those of its target, and the target's end symbol.</summary>
    public int TokensOf(int pair) => Sources.LengthOf(pair) + Targets.LengthOf(pair) + 1;
}
