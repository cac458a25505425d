namespace Rnnctl.Plots;

/// <summary>Draws a line of a chart: its points joined up to the next gap, and marks on some of them.</summary>
internal static class SeriesDrawing
{
    private const double LineWidth = 1.7;
    private const int MostMarkers = 10;

    /// <summary>Draws the line between the axes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="series">The line.</param>
    /// <param name="number">Its number in the chart, which shifts its marks against those of other lines.</param>
    public static void Draw(AxesDrawing axes, Series series, int number)
    {
        axes.Svg.StartGroup("series", series.Name);
        PlotPoint?[] places = [.. series.Points.Select(point => Place(axes, point))];
        foreach (PlotPoint[] run in Runs(places).Where(run => run.Length > 1))
            axes.Svg.Polyline(run, series.Style.Color, LineWidth, series.Style.Dashes);
        foreach (PlotPoint marked in Marked(places, number)) MarkerDrawing.Draw(axes.Svg, series.Style.Marker, marked, series.Style.Color);
        axes.Svg.EndGroup();
    }

    /// <summary>A sample of the line for the legend.</summary>
    public static void DrawSample(SvgWriter svg, LineStyle style, double left, double y, double width)
    {
        svg.Line(left, y, left + width, y, style.Color, LineWidth, style.Dashes);
        MarkerDrawing.Draw(svg, style.Marker, new PlotPoint(left + (width / 2), y), style.Color);
    }

    private static PlotPoint? Place(AxesDrawing axes, PlotPoint point) => axes.X.HasPlace(point.X) && axes.Y.HasPlace(point.Y)
        ? new PlotPoint(axes.PlaceX(point.X), axes.PlaceY(point.Y))
        : null;

    private static IEnumerable<PlotPoint[]> Runs(PlotPoint?[] places)
    {
        var run = new List<PlotPoint>();
        foreach (PlotPoint? place in places.Append(null))
        {
            if (place is { } point) run.Add(point);
            else if (run.Count > 0) yield return [.. run];
            if (place is null) run.Clear();
        }
    }

    // Every point of a short line, a few of a long one, and each that has a gap on either side, where no line shows it.
    private static IEnumerable<PlotPoint> Marked(PlotPoint?[] places, int number)
    {
        int stride = (places.Length + MostMarkers - 1) / MostMarkers;
        for (int i = 0; i < places.Length; i++)
        {
            bool alone = (i == 0 || places[i - 1] is null) && (i == places.Length - 1 || places[i + 1] is null);
            if (places[i] is { } place && (alone || (i + (number * stride / 3)) % stride == 0)) yield return place;
        }
    }
}
