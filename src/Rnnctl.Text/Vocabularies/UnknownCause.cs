using System.Globalization;
using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>Finds out why a vocabulary lacks many words of a text.</summary>
/// <param name="Text">The cause and what helps, as the end of a sentence.</param>
public sealed record UnknownCause(string Text)
{
    // So many unknown symbols that their share says something.
    private const int Least = 10;

    // A small treebank of an agglutinative language leaves a third of a test text's words unknown, any other corpus far fewer.
    private const double MostWords = 0.4;

    // Segments and characters cover all but rare characters.
    private const double MostPieces = 0.05;

    // From this share on, a cause that explains half of the unknown words is told.
    private const double LeastExplained = 0.02;

    private const char PieceMark = '\u2581';

    /// <summary>The likeliest cause; null if a healthy corpus may have so many unknown symbols.</summary>
    /// <param name="counts">The symbols of a text.</param>
    /// <param name="other">Those of the other side of a translator, or null.</param>
    public static UnknownCause? Find(UnknownSymbols counts, UnknownSymbols? other)
    {
        long unknown = counts.Unknown - counts.FrameWords; // These have a warning of their own.
        double share = unknown / (double)Math.Max(1, counts.Symbols);
        if (unknown < Least || share < LeastExplained) return null;
        if (Explained(counts, other) is { } known) return new UnknownCause(known);
        return share > (counts.ReadsWholeWords ? MostWords : MostPieces)
            ? new UnknownCause("is the vocabulary of this language, and is the text divided into words as its own text was?")
            : null;
    }

    private static string? Explained(UnknownSymbols counts, UnknownSymbols? other)
    {
        IReadOnlyList<string> symbols = counts.Vocabulary.Symbols;
        TokenNormalizer normalizer = counts.Vocabulary.Normalizer;
        bool HasMany(Func<string, bool> isOne) => symbols.Count(isOne) > symbols.Count / 100;
        if (counts.ReadsWholeWords && HasMany(IsSegment) && Half(counts, word => !IsSegment(word)))
            return "the vocabulary lists segments of words, and no merges segment the text: give the directory that rnnctl vocab made, not its vocab.txt";
        if (counts.ReadsWholeWords && HasMany(symbol => symbol[0] == PieceMark) && Half(counts, word => word[0] != PieceMark))
            return "the vocabulary lists pieces of sentencepiece: divide the text into them first, or make a vocabulary with rnnctl vocab --bpe";
        if (!normalizer.Lowercase && !symbols.Any(HasCapital) && Half(counts, word => HasCapital(word) && counts.Knows(Lower(word))))
            return "the vocabulary has no capital letter: put the text into lower case, in training with --lowercase";
        if (!normalizer.DigitsToZero && !symbols.Any(HasDigit) && Half(counts, word => HasDigit(word) && counts.Knows(Zeroed(word))))
            return "the vocabulary has no digit but 0: train with --digits-to-zero";
        if (other is not null && Half(counts, word => other.Knows(word)))
            return "the vocabulary of the other side knows most of these: are source and target, or their vocabularies, swapped?";
        return counts.ReadsWholeWords && Half(counts, word => Bare(word).Length is var length && length > 0 && length < word.Length && counts.Knows(Bare(word)))
            ? "without the punctuation at their ends most of these are known: divide words and punctuation as in the vocabulary's text"
            : null;
    }

    /// <summary>Whether a reason holds for half of the unknown words or more.</summary>
    private static bool Half(UnknownSymbols counts, Func<string, bool> holds)
    {
        long all = 0, held = 0;
        foreach ((string word, long count) in counts.Words)
        {
            all += count;
            if (holds(word)) held += count;
        }

        return 2 * held >= all;
    }

    private static bool IsSegment(string symbol) => symbol.EndsWith(BytePairEncoding.Continuation, StringComparison.Ordinal);

    private static bool HasCapital(string word) => word.Any(char.IsUpper);

    private static bool HasDigit(string word) => word.Any(character => char.IsDigit(character) && character != '0');

    private static string Lower(string word) => new TokenNormalizer(Lowercase: true, DigitsToZero: false).Apply(word);

    private static string Zeroed(string word) => new TokenNormalizer(Lowercase: false, DigitsToZero: true).Apply(word);

    private static string Bare(string word)
    {
        int start = 0, end = word.Length;
        while (start < end && IsMark(word[start])) start++;
        while (end > start && IsMark(word[end - 1])) end--;
        return word[start..end];
    }

    private static bool IsMark(char character) => CharUnicodeInfo.GetUnicodeCategory(character) is
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
        or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}
