using System.Text;

namespace Rnnctl.Text.Metrics.Tokenization;

/// <summary>
/// Tokens of Chinese text as sacreBLEU makes them (<c>--tokenize zh</c>; Shujian Huang, 2017): each Chinese character is a word, and the rest is divided at
/// <see cref="WesternMarks"/>.
/// </summary>
internal static class ChineseText
{
    /// <summary>
    /// The characters that are Chinese. sacreBLEU means two ranges beyond the basic plane, U+20000 to U+2A6D6 and U+2F800 to U+2FA1D, but writes them as
    /// strings of two characters (<c>"\u20000"</c>). So these are not among them, and U+2001 to U+2A6D and U+2F81 to U+2FA1 are: general punctuation, arrows,
    /// mathematical signs. Scores would differ if we mended that.
    /// </summary>
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x2001, 0x2A6D), // See above; the ranges of dingbats and signs up to U+27BF lie in it.
        (0x2E80, 0x2EFF), // Radicals
        (0x2F00, 0x2FDF), // Kangxi radicals
        (0x2FF0, 0x2FFF), // Descriptions of characters
        (0x3000, 0x303F), // Punctuation
        (0x3100, 0x312F), // Bopomofo
        (0x31A0, 0x31BF), // Bopomofo, extended
        (0x31C0, 0x31EF), // Strokes
        (0x3200, 0x33FF), // Enclosed and squared characters
        (0x3400, 0x4DB5), // Unified ideographs, extension A
        (0x4E00, 0x9FBB), // Unified ideographs
        (0xF900, 0xFA2D), // Compatibility ideographs
        (0xFA30, 0xFA6A),
        (0xFA70, 0xFAD9),
        (0xFE10, 0xFE1F), // Vertical forms
        (0xFE30, 0xFE4F), // Compatibility forms
        (0xFF00, 0xFFEF), // Half and full width forms
    ];

    /// <summary>Separates Chinese characters and Western marks with blanks.</summary>
    public static string Divide(string line)
    {
        string text = PythonString.Trim(line);
        var divided = new StringBuilder(text.Length * 3);
        foreach (char character in text)
        {
            if (IsChinese(character)) divided.Append(' ').Append(character).Append(' ');
            else divided.Append(character);
        }

        return WesternMarks.Divide(divided.ToString());
    }

    private static bool IsChinese(char character) => Array.Exists(Ranges, range => character >= range.First && character <= range.Last);
}
