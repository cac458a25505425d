namespace Rnnctl.Plots;

/// <summary>Draws a figure as an SVG document: title, panels in one or two columns, and a legend below them.</summary>
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
    private static readonly Box PanelAlone = new(0, 0, 420, 270);

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

    /// <summary>Draws each panel as a small document of its own, whose letters can be read on a phone. The caller shows its title.</summary>
    public static IEnumerable<string> DrawApart(Figure figure) => figure.Panels.Select(chart => DrawAlone(figure, chart));

    private static string DrawAlone(Figure figure, LineChart chart)
    {
        var legend = new Legend(chart.Series, PanelAlone.Width - (2 * Margin));
        string title = chart.Title.Length == 0 ? figure.Title : chart.Title;
        using var svg = new SvgWriter(PanelAlone.Width, PanelAlone.Height + legend.Height + Margin, title);
        DrawPanel(svg, chart with { Title = "" }, PanelAlone, RangeX(figure, chart.X));
        legend.Draw(svg, Margin, PanelAlone.Height);
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
        if (!Points(chart).Any(point => axes.Y.CanShow(point.Y))) svg.Text("no finite numbers", frame.Center, frame.Middle, PanelTitleSize, TextAnchor.Middle);
        svg.EndGroup();
    }

    /// <summary>Panels with the same x axis get the same range, so that they can be compared.</summary>
    private static AxisRange RangeX(Figure figure, Axis axis) =>
        AxisRange.Of(axis.Scale, figure.Panels.Where(chart => chart.X == axis).SelectMany(Points).Select(point => point.X));

    private static IEnumerable<PlotPoint> Points(LineChart chart) => chart.Series.SelectMany(series => series.Points);
}

/// <summary>The legend of a figure: a sample and the name of each line, in rows.</summary>
internal sealed class Legend
{
    private const double TextSize = 12;
    private const double SampleWidth = 34;
    private const double Gap = 7;
    private const double EntryGap = 22;
    private const double RowHeight = 20;

    private readonly double _width;
    private readonly (string Name, LineStyle Style)[][] _rows;

    /// <summary>A legend of a given width. Lines with the same name share the entry of the first.</summary>
    public Legend(IEnumerable<Series> series, double width)
    {
        _width = width;
        _rows = Rows([.. series.DistinctBy(one => one.Name).Select(one => (TextWidth.Fit(one.Name, TextSize, width - SampleWidth - Gap), one.Style))]);
    }

    public double Height => _rows.Length * RowHeight;

    /// <summary>Draws the legend with centred rows.</summary>
    public void Draw(SvgWriter svg, double left, double top)
    {
        svg.StartGroup("legend");
        for (int row = 0; row < _rows.Length; row++)
        {
            double y = top + ((row + 0.5) * RowHeight);
            double x = left + ((_width - Width(_rows[row])) / 2);
            foreach ((string name, LineStyle style) in _rows[row])
            {
                SeriesDrawing.DrawSample(svg, style, x, y, SampleWidth);
                svg.Text(name, x + SampleWidth + Gap, y + (TextSize / 3), TextSize);
                x += EntryWidth(name) + EntryGap;
            }
        }

        svg.EndGroup();
    }

    private static double EntryWidth(string name) => SampleWidth + Gap + TextWidth.Of(name, TextSize);

    private static double Width((string Name, LineStyle Style)[] row) => row.Sum(entry => EntryWidth(entry.Name)) + (EntryGap * (row.Length - 1));

    /// <summary>Divides the entries into as few rows as the width allows, of nearly equal length.</summary>
    private (string Name, LineStyle Style)[][] Rows((string Name, LineStyle Style)[] entries)
    {
        int longest = Math.Max(entries.Length, 1);
        while (longest > 1 && entries.Chunk(longest).Any(row => Width(row) > _width)) longest--;
        int rows = (entries.Length + longest - 1) / longest;
        return [.. entries.Chunk(Math.Max((entries.Length + rows - 1) / Math.Max(rows, 1), 1))];
    }
}
