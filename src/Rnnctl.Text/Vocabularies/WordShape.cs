using System.Globalization;
using System.Text;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// The shape of a word as it is written (after Collins 2002). Each character is replaced by a sign, and a run of equal signs by two of them:
/// <code>
/// X  capital letter          o  letter without case
/// x  small letter            d  digit or other number
/// </code>
/// Any other character is its own sign; a combining mark has none. <c>McDonald's</c> is <c>XxXxx'x</c>, <c>1998-99</c> is <c>dd-dd</c>.
/// </summary>
public static class WordShape
{
    /// <summary>The most signs of a shape: the rest of a longer one, such as an address's, is left out.</summary>
    public const int MostSigns = 32;

    /// <summary>The most UTF-16 characters of a shape.</summary>
    public const int MostLength = 2 * MostSigns;

    private const int LongestRun = 2;

    /// <summary>Returns the shape, in <paramref name="buffer"/>; empty for a word of combining marks alone.</summary>
    /// <param name="word">The word.</param>
    /// <param name="buffer">At least <see cref="MostLength"/> long.</param>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> word, Span<char> buffer)
    {
        int length = 0, signs = 0, run = 0;
        Rune last = default;
        foreach (Rune character in word.EnumerateRunes())
        {
            if (SignOf(character) is not { } sign) continue;
            run = sign == last ? run + 1 : 1;
            last = sign;
            if (run > LongestRun) continue;
            if (signs == MostSigns) break;
            signs++;
            length += sign.EncodeToUtf16(buffer[length..]);
        }

        return buffer[..length];
    }

    private static Rune? SignOf(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => new Rune('X'),
        UnicodeCategory.LowercaseLetter => new Rune('x'),
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => new Rune('o'),
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => new Rune('d'),
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => null,
        _ => character,
    };
}
