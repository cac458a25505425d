namespace Rnnctl.Text.Labels;

/// <summary>A label with its neighbours, by their ids; <see cref="None"/> beyond the ends of the sentence.</summary>
/// <param name="SecondLast">The label before the last one, if the last one marks a span.</param>
/// <param name="Last">The label before it.</param>
/// <param name="Label">The label.</param>
/// <param name="Next">The label after it.</param>
internal readonly record struct LabelContext(int SecondLast, int Last, int Label, int Next)
{
    /// <summary>No label.</summary>
    public const int None = -1;

    /// <summary>The context of a token.</summary>
    public static LabelContext At(ReadOnlySpan<int> sentence, int token, List<bool> areMarks)
    {
        int last = token > 0 ? sentence[token - 1] : None;
        int secondLast = token > 1 && areMarks[last] ? sentence[token - 2] : None;
        return new LabelContext(secondLast, last, sentence[token], token + 1 < sentence.Length ? sentence[token + 1] : None);
    }

    /// <summary>The same with other ids.</summary>
    public LabelContext In(int[] ids) => new(In(ids, SecondLast), In(ids, Last), In(ids, Label), In(ids, Next));

    private static int In(int[] ids, int label) => label == None ? None : ids[label];
}

/// <summary>How many tokens have a label, and the place of the first. Counts compare by this place.</summary>
/// <param name="Tokens">The number of tokens; 0 for none.</param>
/// <param name="Sentence">The sentence of the first, from 0.</param>
/// <param name="Token">Its place in the sentence, from 0.</param>
internal record struct LabelCount(long Tokens, long Sentence, int Token) : IComparable<LabelCount>
{
    /// <summary>Adds tokens that come later.</summary>
    /// <param name="next">Their count.</param>
    /// <param name="sentences">The number of sentences before those that it counts.</param>
    public void Add(LabelCount next, long sentences = 0) =>
        this = Tokens == 0 ? next with { Sentence = next.Sentence + sentences } : this with { Tokens = Tokens + next.Tokens };

    /// <inheritdoc/>
    public readonly int CompareTo(LabelCount other) => (Sentence, Token).CompareTo((other.Sentence, other.Token));
}
