namespace Rnnctl.Plots;

/// <summary>Draws the axes of a chart: grid, ticks with their labels, and titles.</summary>
/// <param name="Svg">The document to draw in.</param>
/// <param name="Frame">The rectangle between the axes.</param>
/// <param name="X">The range of the horizontal axis.</param>
/// <param name="Y">The range of the vertical axis.</param>
internal sealed record AxesDrawing(SvgWriter Svg, Box Frame, AxisRange X, AxisRange Y)
{
    /// <summary>The space that labels and title need to the left of the frame.</summary>
    public const double LeftMargin = 76;

    /// <summary>The space that labels and title need below the frame.</summary>
    public const double BottomMargin = 46;

    private const double LabelSize = 11;
    private const double TitleSize = 12;
    private const double TickLength = 4;
    private const string GridColor = "#dddddd";
    private const string InkColor = "#222222";

    /// <summary>The position on the page of a number on the x axis.</summary>
    public double PlaceX(double value) => Frame.Left + (X.Fraction(value) * Frame.Width);

    /// <summary>The position on the page of a number on the y axis.</summary>
    public double PlaceY(double value) => Frame.Bottom - (Y.Fraction(value) * Frame.Height);

    /// <summary>Draws a line across the frame at every tick. Call it before the data is drawn.</summary>
    public void DrawGrid()
    {
        Svg.StartGroup("grid");
        foreach (AxisTick tick in X.Ticks) Svg.Line(PlaceX(tick.Value), Frame.Top, PlaceX(tick.Value), Frame.Bottom, GridColor, 0.8);
        foreach (AxisTick tick in Y.Ticks) Svg.Line(Frame.Left, PlaceY(tick.Value), Frame.Right, PlaceY(tick.Value), GridColor, 0.8);
        Svg.EndGroup();
    }

    /// <summary>Draws the axes with their ticks and titles.</summary>
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
