using System.Globalization;
using System.Text;

namespace Rnnctl.Text.Metrics.Tokenization;

/// <summary>
/// The rules of <c>mteval-v14.pl --international-tokenization</c> (NIST 2014), as sacreBLEU applies them (<c>--tokenize intl</c>). Every symbol is a word of
/// its own, and every punctuation mark that does not stand between two digits. A mark at the end of the text stays with a digit before it, and one at its
/// beginning with a digit behind it. Classes are those of Unicode: P punctuation, S symbols, N numbers.
/// </summary>
/// <remarks>.NET's regular expressions read UTF-16 units, so that an emoji, a pair of them, would be no symbol. These rules read code points.</remarks>
internal static class InternationalMarks
{
    /// <summary>Separates all marks with blanks.</summary>
    public static string Divide(string text)
    {
        List<Rune> runes = [.. text.EnumerateRunes()];
        runes = DividePairs(runes, (first, second) => !IsNumber(first) && Rune.IsPunctuation(second), markIsFirst: false);
        runes = DividePairs(runes, (first, second) => Rune.IsPunctuation(first) && !IsNumber(second), markIsFirst: true);
        var divided = new StringBuilder(runes.Count * 2);
        foreach (Rune rune in runes)
        {
            if (Rune.IsSymbol(rune)) divided.Append(' ').Append(rune).Append(' ');
            else divided.Append(rune);
        }

        return divided.ToString();
    }

    /// <summary>
    /// Puts blanks around the mark in each pair of neighbours that match. The pairs don't overlap: after a match, the next one begins behind it, as a
    /// regular expression replaces.
    /// </summary>
    private static List<Rune> DividePairs(List<Rune> runes, Func<Rune, Rune, bool> matches, bool markIsFirst)
    {
        var blank = new Rune(' ');
        List<Rune> divided = new(runes.Count * 2);
        for (int place = 0; place < runes.Count; place++)
        {
            if (place + 1 == runes.Count || !matches(runes[place], runes[place + 1]))
            {
                divided.Add(runes[place]);
                continue;
            }

            if (markIsFirst) divided.AddRange([blank, runes[place], blank, runes[place + 1]]);
            else divided.AddRange([runes[place], blank, runes[place + 1], blank]);
            place++;
        }

        return divided;
    }

    private static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
