namespace Rnnctl.Text.Batching;

/// <summary>The largest size of a batch: in sentences, in tokens, or both.</summary>
public readonly record struct BatchLimit
{
    private BatchLimit(int sentences, int tokens) => (Sentences, Tokens) = (sentences, tokens);

    /// <summary>The most sentences of a batch.</summary>
    public int Sentences { get; }

    /// <summary>The most tokens of a batch; a longer sentence is a batch by itself.</summary>
    public int Tokens { get; }

    /// <summary>A limit in sentences; only the last batch has fewer.</summary>
    /// <exception cref="InputException">The number is below 1.</exception>
    public static BatchLimit OfSentences(int sentences) => new(Positive(sentences, "sentences"), int.MaxValue);

    /// <summary>A limit in tokens, however many sentences they are.</summary>
    /// <exception cref="InputException">The number is below 1.</exception>
    public static BatchLimit OfTokens(int tokens) => new(int.MaxValue, Positive(tokens, "tokens"));

    /// <summary>A limit in sentences and in tokens.</summary>
    /// <exception cref="InputException">A number is below 1.</exception>
    public static BatchLimit OfBoth(int sentences, int tokens) => new(Positive(sentences, "sentences"), Positive(tokens, "tokens"));

    private static int Positive(int value, string unit) =>
        value > 0 ? value : throw new InputException($"the batch size: expected 1 or more {unit}, found {value}");
}
