namespace Rnnctl.Plots;

/// <summary>Draws the frame of a chart: grid, ticks with their labels, and the axes' titles.</summary>
/// <param name="Svg">Where it draws.</param>
/// <param name="Frame">The rectangle between the axes.</param>
/// <param name="X">The range to the right.</param>
/// <param name="Y">The range upwards.</param>
internal sealed record AxesDrawing(SvgWriter Svg, Box Frame, AxisRange X, AxisRange Y)
{
    /// <summary>What the labels and the title of an axis need to the left of the frame.</summary>
    public const double LeftMargin = 76;

    /// <summary>What they need below it.</summary>
    public const double BottomMargin = 46;

    private const double LabelSize = 11;
    private const double TitleSize = 12;
    private const double TickLength = 4;
    private const string GridColor = "#dddddd";
    private const string InkColor = "#222222";

    /// <summary>Where a number of the x axis stands on the page.</summary>
    public double PlaceX(double value) => Frame.Left + (X.Fraction(value) * Frame.Width);

    /// <summary>Where a number of the y axis stands on the page.</summary>
    public double PlaceY(double value) => Frame.Bottom - (Y.Fraction(value) * Frame.Height);

    /// <summary>Lines across the frame at every tick, to be drawn under the data.</summary>
    public void DrawGrid()
    {
        Svg.StartGroup("grid");
        foreach (AxisTick tick in X.Ticks) Svg.Line(PlaceX(tick.Value), Frame.Top, PlaceX(tick.Value), Frame.Bottom, GridColor, 0.8);
        foreach (AxisTick tick in Y.Ticks) Svg.Line(Frame.Left, PlaceY(tick.Value), Frame.Right, PlaceY(tick.Value), GridColor, 0.8);
        Svg.EndGroup();
    }

    /// <summary>The axes with their ticks and titles.</summary>
    public void DrawAxes(string titleX, string titleY)
    {
        Svg.StartGroup("axis x");
        Svg.Line(Frame.Left, Frame.Bottom, Frame.Right, Frame.Bottom, InkColor);
        foreach (AxisTick tick in X.Ticks)
        {
            double x = PlaceX(tick.Value);
            Svg.Line(x, Frame.Bottom, x, Frame.Bottom + TickLength, InkColor);
            Svg.Text(tick.Label, x, Frame.Bottom + TickLength + LabelSize + 1, LabelSize, TextAnchor.Middle);
        }

        Svg.Text(TextWidth.Fit(titleX, TitleSize, Frame.Width), Frame.Center, Frame.Bottom + 36, TitleSize, TextAnchor.Middle);
        Svg.EndGroup();
        Svg.StartGroup("axis y");
        Svg.Line(Frame.Left, Frame.Top, Frame.Left, Frame.Bottom, InkColor);
        foreach (AxisTick tick in Y.Ticks)
        {
            double y = PlaceY(tick.Value);
            Svg.Line(Frame.Left - TickLength, y, Frame.Left, y, InkColor);
            Svg.Text(tick.Label, Frame.Left - TickLength - 3, y + (LabelSize / 3), LabelSize, TextAnchor.End);
        }

        Svg.Text(TextWidth.Fit(titleY, TitleSize, Frame.Height), Frame.Left - 58, Frame.Middle, TitleSize, TextAnchor.Middle, degrees: -90);
        Svg.EndGroup();
    }
}
