namespace Rnnctl.Plots;

/// <summary>Draws the marks of a line's points.</summary>
internal static class MarkerDrawing
{
    private const double Radius = 3.4;

    /// <summary>A mark around a point on the page.</summary>
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
