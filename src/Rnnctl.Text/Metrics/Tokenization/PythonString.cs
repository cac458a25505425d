using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rnnctl.Text.Metrics.Tokenization;

/// <summary>Operations of Python strings that differ from .NET's. The scores of sacreBLEU depend on them.</summary>
internal static class PythonString
{
    private const char CapitalSigma = '\u03A3';
    private const char FinalSigma = '\u03C2';
    private const string CapitalDottedI = "\u0130";
    private const string SmallDottedI = "i\u0307";

    /// <summary>Characters of Word_Break MidLetter, MidNumLet and Single_Quote, which Unicode ignores when it looks for cased letters.</summary>
    private const string MarksInsideWords = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>Whether <c>str.split()</c> splits at a character: Unicode white space and the four separators of ASCII.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>The text without white space at its end, as <c>str.rstrip()</c> gives it.</summary>
    public static string TrimEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1])) end--;
        return text[..end];
    }

    /// <summary>The text without white space at both ends, as <c>str.strip()</c> gives it.</summary>
    public static string Trim(string text)
    {
        int start = 0;
        while (start < text.Length && IsSpace(text[start])) start++;
        return TrimEnd(text[start..]);
    }

    /// <summary>Adds the words of a text, as <c>str.split()</c> gives them, to a list, numbered by a table.</summary>
    public static void AddWords(ReadOnlySpan<char> text, SymbolTable numbers, List<int> words)
    {
        int start = 0;
        for (int end = 0; end <= text.Length; end++)
        {
            if (end < text.Length && !IsSpace(text[end])) continue;
            if (end > start) words.Add(numbers.Add(text[start..end]));
            start = end + 1;
        }
    }

    /// <summary>The lower case of <c>str.lower()</c>: as in .NET, except that the dot of a capital I stays and a sigma at the end of a word becomes
    /// the final sigma.</summary>
    public static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();
        return text.Contains(CapitalSigma) || text.Contains(CapitalDottedI, StringComparison.Ordinal)
            ? WithFinalSigmas(text, lower).Replace(CapitalDottedI, SmallDottedI, StringComparison.Ordinal)
            : lower;
    }

    private static string WithFinalSigmas(string text, string lower)
    {
        StringBuilder builder = new(lower);
        for (int place = text.IndexOf(CapitalSigma); place >= 0; place = text.IndexOf(CapitalSigma, place + 1))
        {
            if (FollowsLetter(text.AsSpan(0, place)) && !PrecedesLetter(text.AsSpan(place + 1))) builder[place] = FinalSigma;
        }

        return builder.ToString();
    }

    /// <summary>Whether the last character that is not ignored has a case.</summary>
    private static bool FollowsLetter(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeLastFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done)
        {
            if (!IsIgnorable(rune)) return IsCased(rune);
            text = text[..^length];
        }

        return false;
    }

    /// <summary>Whether the first character that is not ignored has a case.</summary>
    private static bool PrecedesLetter(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsIgnorable(rune)) return IsCased(rune);
        }

        return false;
    }

    /// <summary>Unicode's property Cased of characters that are not ignorable: letters with a case, and a few symbols.</summary>
    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        _ => rune.Value is '\u00AA' or '\u00BA' or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
    };

    /// <summary>Unicode's property Case_Ignorable: marks, modifiers, and punctuation that stands inside words.</summary>
    private static bool IsIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => rune.IsBmp && MarksInsideWords.Contains((char)rune.Value),
    };
}
