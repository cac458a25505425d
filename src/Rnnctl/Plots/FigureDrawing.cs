namespace Rnnctl.Plots;

/// <summary>Draws a figure as an SVG document: title, panels in one column or two, and below them the legend.</summary>
internal static class FigureDrawing
{
    private const double Margin = 12;
    private const double TitleSize = 16;
    private const double TitleHeight = 34;
    private const double PanelTitleSize = 13;
    private const double PanelTitleHeight = 32;
    private const double RightMargin = 22;
    private static readonly Box SinglePanel = new(0, 0, 720, 400);
    private static readonly Box SmallPanel = new(0, 0, 470, 290);

    /// <summary>The document.</summary>
    public static string Draw(Figure figure)
    {
        int columns = figure.Panels.Count == 1 ? 1 : 2;
        int rows = (figure.Panels.Count + columns - 1) / columns;
        Box panel = columns == 1 ? SinglePanel : SmallPanel;
        double width = (columns * panel.Width) + (2 * Margin);
        double legendTop = Margin + TitleHeight + (rows * panel.Height) + Margin;
        var legend = new Legend(figure.Panels.SelectMany(chart => chart.Series), width - (4 * Margin));

        using var svg = new SvgWriter(width, legendTop + legend.Height + Margin, figure.Title);
        svg.Text(TextWidth.Fit(figure.Title, TitleSize, width - (2 * Margin)), width / 2, Margin + TitleSize, TitleSize, TextAnchor.Middle, bold: true);
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            double left = Margin + (i % columns * panel.Width);
            double top = Margin + TitleHeight + (i / columns * panel.Height);
            DrawPanel(svg, figure.Panels[i], panel with { Left = left, Top = top }, RangeX(figure, figure.Panels[i].X));
        }

        legend.Draw(svg, 2 * Margin, legendTop);
        return svg.Finish();
    }

    private static void DrawPanel(SvgWriter svg, LineChart chart, Box panel, AxisRange rangeX)
    {
        double titleHeight = chart.Title.Length == 0 ? Margin : PanelTitleHeight;
        var frame = new Box(
            panel.Left + AxesDrawing.LeftMargin,
            panel.Top + titleHeight,
            panel.Width - AxesDrawing.LeftMargin - RightMargin,
            panel.Height - titleHeight - AxesDrawing.BottomMargin);
        var axes = new AxesDrawing(svg, frame, rangeX, AxisRange.Of(chart.Y.Scale, Points(chart).Select(point => point.Y)));
        svg.StartGroup("panel");
        if (chart.Title.Length > 0) svg.Text(chart.Title, frame.Center, frame.Top - 8, PanelTitleSize, TextAnchor.Middle, bold: true);
        axes.DrawGrid();
        axes.DrawAxes(chart.X.Title, chart.Y.Title);
        for (int number = 0; number < chart.Series.Count; number++) SeriesDrawing.Draw(axes, chart.Series[number], number);
        if (!Points(chart).Any(point => axes.Y.HasPlace(point.Y))) svg.Text("no finite numbers", frame.Center, frame.Middle, PanelTitleSize, TextAnchor.Middle);
        svg.EndGroup();
    }

    /// <summary>Panels that have the same axis to the right show the same stretch of it, so that they can be read one under the other.</summary>
    private static AxisRange RangeX(Figure figure, Axis axis) =>
        AxisRange.Of(axis.Scale, figure.Panels.Where(chart => chart.X == axis).SelectMany(Points).Select(point => point.X));

    private static IEnumerable<PlotPoint> Points(LineChart chart) => chart.Series.SelectMany(series => series.Points);
}
