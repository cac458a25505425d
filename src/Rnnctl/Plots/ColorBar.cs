namespace Rnnctl.Plots;

/// <summary>The scale beside a heat map that says which colour stands for which number.</summary>
internal static class ColorBar
{
    /// <summary>How wide it is, without its numbers.</summary>
    public const double Width = 16;

    // A tile reaches this far under the one that is drawn after it, so that rounding leaves no seam.
    private const double Overlap = 1;
    private const double LabelSize = 11;
    private const string InkColor = "#222222";
    private const string UnknownColor = "#bbbbbb";

    /// <summary>The colour of a number, grey where it has no place on the scale.</summary>
    public static string ColorOf(AxisRange range, double value) =>
        range.HasPlace(value) ? ColorScale.Color(ColorScale.NumberOf(range.Fraction(value))) : UnknownColor;

    /// <summary>Draws the scale.</summary>
    /// <param name="svg">The document.</param>
    /// <param name="bar">Where the colours go; the numbers stand to the right of it.</param>
    /// <param name="range">The numbers.</param>
    /// <param name="title">What they are.</param>
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

        svg.Text(title, bar.Right + 68, bar.Middle, 12, TextAnchor.Middle, degrees: -90);
        svg.EndGroup();
    }
}
