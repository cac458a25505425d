namespace Rnnctl.Plots;

/// <summary>Draws a line of a chart: its points, joined between gaps, with markers on some of them.</summary>
internal static class SeriesDrawing
{
    private const double LineWidth = 1.7;
    private const int MostMarkers = 10;

    /// <summary>Draws the line between the axes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="series">The line.</param>
    /// <param name="number">Its number in the chart; the markers of each line are shifted so that they do not hide others.</param>
    public static void Draw(AxesDrawing axes, Series series, int number)
    {
        axes.Svg.StartGroup("series", series.Name);
        PlotPoint?[] places = [.. series.Points.Select(point => Place(axes, point))];
        foreach (PlotPoint[] run in Runs(places).Where(run => run.Length > 1))
            axes.Svg.Polyline(run, series.Style.Color, LineWidth, series.Style.Dashes);
        foreach (PlotPoint marked in Marked(places, number)) MarkerDrawing.Draw(axes.Svg, series.Style.Marker, marked, series.Style.Color);
        axes.Svg.EndGroup();
    }

    /// <summary>Draws a sample of a line for the legend.</summary>
    public static void DrawSample(SvgWriter svg, LineStyle style, double left, double y, double width)
    {
        svg.Line(left, y, left + width, y, style.Color, LineWidth, style.Dashes);
        MarkerDrawing.Draw(svg, style.Marker, new PlotPoint(left + (width / 2), y), style.Color);
    }

    private static PlotPoint? Place(AxesDrawing axes, PlotPoint point) => axes.X.CanShow(point.X) && axes.Y.CanShow(point.Y)
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

    // Marks every point of a short line and some points of a long one, and also each point between two gaps, which no line would show.
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

/// <summary>Draws the markers of a line.</summary>
internal static class MarkerDrawing
{
    private const double Radius = 3.4;

    /// <summary>Draws a marker around a point of the page.</summary>
    public static void Draw(SvgWriter svg, MarkerShape shape, PlotPoint center, string color)
    {
        if (shape == MarkerShape.None) return;
        svg.Path(Outline(shape, center), color, filled: shape != MarkerShape.Cross, width: 1.6);
    }

    private static string Outline(MarkerShape shape, PlotPoint at) => shape switch
    {
        MarkerShape.Circle => Circle(at),
        MarkerShape.Square => Polygon(at, (-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        MarkerShape.Triangle => Polygon(at, (0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
        MarkerShape.Diamond => Polygon(at, (0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        MarkerShape.InvertedTriangle => Polygon(at, (0, 1.2), (1.1, -0.8), (-1.1, -0.8)),
        _ => Segment(at, -0.9, -0.9) + Segment(at, -0.9, 0.9),
    };

    private static string Circle(PlotPoint at)
    {
        string radius = SvgWriter.Number(Radius);
        string left = $"{SvgWriter.Number(at.X - Radius)} {SvgWriter.Number(at.Y)}";
        string right = $"{SvgWriter.Number(at.X + Radius)} {SvgWriter.Number(at.Y)}";
        return $"M{left}A{radius} {radius} 0 0 1 {right}A{radius} {radius} 0 0 1 {left}Z";
    }

    private static string Polygon(PlotPoint at, params (double X, double Y)[] corners) =>
        "M" + string.Join('L', corners.Select(corner => Place(at, corner.X, corner.Y))) + "Z";

    private static string Segment(PlotPoint at, double x, double y) => $"M{Place(at, x, y)}L{Place(at, -x, -y)}";

    private static string Place(PlotPoint at, double x, double y) =>
        $"{SvgWriter.Number(at.X + (x * Radius))} {SvgWriter.Number(at.Y + (y * Radius))}";
}
