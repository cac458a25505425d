using System.Text;

namespace Rnnctl.Plots;

/// <summary>How wide a text will be. The browser chooses the font, so this is an estimate on the safe side of Helvetica and its like.</summary>
internal static class TextWidth
{
    private const double Narrow = 0.54;
    private const double Wide = 1.0;

    // From here on stand the scripts of East Asia and the emoji, whose letters are as wide as high.
    private const int FirstWide = 0x1100;

    /// <summary>The width of a text in a size, both in the units of the view box.</summary>
    public static double Of(string text, double size)
    {
        double width = 0;
        foreach (Rune letter in text.EnumerateRunes()) width += letter.Value >= FirstWide && !IsMathematical(letter) ? Wide : Narrow;
        return width * size;
    }

    /// <summary>The text, or as much of its start as fits, with an ellipsis.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Of(text, size) <= width) return text;
        var kept = new StringBuilder();
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (Of($"{kept}{letter}…", size) > width) break;
            kept.Append(letter);
        }

        return kept.Append('…').ToString();
    }

    // Superscripts, arrows and operators.
    private static bool IsMathematical(Rune letter) => letter.Value is >= 0x2000 and < 0x2300;
}
