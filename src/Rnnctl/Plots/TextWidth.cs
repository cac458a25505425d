using System.Text;

namespace Rnnctl.Plots;

/// <summary>Estimates the width of a text. The browser chooses the font, so the estimate is a little wider than Helvetica.</summary>
internal static class TextWidth
{
    private const double Narrow = 0.54;
    private const double Wide = 1.0;

    // Code points from here on include East Asian scripts and emoji, which are as wide as high.
    private const int FirstWide = 0x1100;

    /// <summary>The width of a text at a font size, both in units of the view box.</summary>
    public static double Of(string text, double size)
    {
        double width = 0;
        foreach (Rune letter in text.EnumerateRunes()) width += letter.Value >= FirstWide && !IsMathematical(letter) ? Wide : Narrow;
        return width * size;
    }

    /// <summary>The text, shortened with an ellipsis if it is too wide.</summary>
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

    // Superscripts, arrows and operators are narrow.
    private static bool IsMathematical(Rune letter) => letter.Value is >= 0x2000 and < 0x2300;
}
