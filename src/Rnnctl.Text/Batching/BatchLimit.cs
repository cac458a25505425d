namespace Rnnctl.Text.Batching;

/// <summary>How large a batch may be: so many sentences, or so many tokens.</summary>
public readonly record struct BatchLimit
{
    private BatchLimit(int sentences, int tokens) => (Sentences, Tokens) = (sentences, tokens);

    /// <summary>At most so many sentences.</summary>
    public int Sentences { get; }

    /// <summary>At most so many tokens; a longer sentence is a batch by itself.</summary>
    public int Tokens { get; }

    /// <summary>Batches of a number of sentences (the last may have fewer).</summary>
    /// <exception cref="InputException">The number is below 1.</exception>
    public static BatchLimit OfSentences(int sentences) => new(Positive(sentences, "sentences"), int.MaxValue);

    /// <summary>Batches of as many sentences as have at most so many tokens together.</summary>
    /// <exception cref="InputException">The number is below 1.</exception>
    public static BatchLimit OfTokens(int tokens) => new(int.MaxValue, Positive(tokens, "tokens"));

    /// <summary>Batches of at most so many sentences, which have at most so many tokens together.</summary>
    /// <exception cref="InputException">A number is below 1.</exception>
    public static BatchLimit OfBoth(int sentences, int tokens) => new(Positive(sentences, "sentences"), Positive(tokens, "tokens"));

    private static int Positive(int value, string unit) =>
        value > 0 ? value : throw new InputException($"the batch size: expected 1 or more {unit}, found {value}");
}
