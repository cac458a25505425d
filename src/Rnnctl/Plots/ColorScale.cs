using System.Globalization;

namespace Rnnctl.Plots;

/// <summary>
/// Colours for heights: viridis (van der Walt and Smith 2015). Its lightness increases steadily, so it works in grey print and for any kind of colour
/// vision.
/// </summary>
internal static class ColorScale
{
    /// <summary>The number of colours.</summary>
    public const int Count = 64;

    private const double Light = 0.6;

    private static readonly (int Red, int Green, int Blue)[] Anchors =
    [
        (0x44, 0x01, 0x54), (0x48, 0x28, 0x78), (0x3e, 0x4a, 0x89), (0x31, 0x68, 0x8e), (0x26, 0x82, 0x8e),
        (0x1f, 0x9e, 0x89), (0x35, 0xb7, 0x79), (0x6e, 0xce, 0x58), (0xb5, 0xde, 0x2b), (0xfd, 0xe7, 0x25),
    ];

    /// <summary>The index of the colour for a height from 0 (lowest) to 1.</summary>
    public static int IndexOf(double fraction) => Math.Clamp((int)(fraction * Count), 0, Count - 1);

    /// <summary>The colour at an index, as <c>#rrggbb</c>.</summary>
    public static string Color(int index)
    {
        double place = index / (Count - 1.0) * (Anchors.Length - 1);
        int below = Math.Min((int)place, Anchors.Length - 2);
        (int Red, int Green, int Blue) low = Anchors[below], high = Anchors[below + 1];
        double share = place - below;
        return string.Create(
            CultureInfo.InvariantCulture, $"#{Mix(low.Red, high.Red, share):x2}{Mix(low.Green, high.Green, share):x2}{Mix(low.Blue, high.Blue, share):x2}");
    }

    /// <summary>Black or white, whichever is visible on the colour of a height.</summary>
    public static string InkOn(double fraction) => fraction > Light ? "#000000" : "#ffffff";

    private static int Mix(int low, int high, double share) => (int)Math.Round(low + (share * (high - low)));
}

/// <summary>The colour scale beside a heat map.</summary>
internal static class ColorBar
{
    /// <summary>Its width without the labels.</summary>
    public const double Width = 16;

    // A tile extends this far under the tile that is drawn after it, so that rounding leaves no gap.
    private const double Overlap = 1;
    private const double LabelSize = 11;
    private const string InkColor = "#222222";
    private const string UnknownColor = "#bbbbbb";

    /// <summary>The colour of a number; grey if the scale cannot show it.</summary>
    public static string ColorOf(AxisRange range, double value) =>
        range.CanShow(value) ? ColorScale.Color(ColorScale.IndexOf(range.Fraction(value))) : UnknownColor;

    /// <summary>Draws the scale.</summary>
    /// <param name="svg">The document.</param>
    /// <param name="bar">Where the colours go; the labels are to the right of it.</param>
    /// <param name="range">The range of the numbers.</param>
    /// <param name="title">What the numbers are; empty if something else says it.</param>
    public static void Draw(SvgWriter svg, Box bar, AxisRange range, string title)
    {
        svg.StartGroup("scale");
        double step = bar.Height / ColorScale.Count;
        for (int number = 0; number < ColorScale.Count; number++)
        {
            double above = number + 1 < ColorScale.Count ? Overlap : 0;
            svg.Tile(new Box(bar.Left, bar.Bottom - ((number + 1) * step) - above, bar.Width, step + above), ColorScale.Color(number));
        }

        foreach (AxisTick tick in range.Ticks)
        {
            double y = bar.Bottom - (range.Fraction(tick.Value) * bar.Height);
            svg.Line(bar.Right, y, bar.Right + 4, y, InkColor);
            svg.Text(tick.Label, bar.Right + 7, y + (LabelSize / 3), LabelSize);
        }

        if (title.Length > 0) svg.Text(title, bar.Right + 68, bar.Middle, 12, TextAnchor.Middle, degrees: -90);
        svg.EndGroup();
    }
}
