namespace Rnnctl.Plots;

/// <summary>
/// Draws a surface as an SVG document: heights as colours, contours at the ticks of the height axis and half-way between them, and a colour scale.
/// </summary>
internal static class HeatMapDrawing
{
    private const double Width = 720;
    private const double Height = 560;
    private const double TitleSize = 16;
    private const double LabelSize = 11;

    // A tile extends this far under the tiles that are drawn after it, so that rounding leaves no gap.
    private const double Overlap = 1;
    private static readonly Box Frame = new(88, 46, 490, 440);

    public static string Draw(HeatMap map)
    {
        AxisRange heights = AxisRange.Of(map.Height.Scale, map.Grid.All);
        using var svg = new SvgWriter(Width, Height, map.Title);
        svg.Text(TextWidth.Fit(map.Title, TitleSize, Width - 24), Width / 2, 28, TitleSize, TextAnchor.Middle, bold: true);
        var axes = new AxesDrawing(svg, Frame, RangeOf(map.Grid.X), RangeOf(map.Grid.Y));
        DrawCells(axes, map.Grid, heights);
        foreach (double level in Levels(heights)) DrawContour(axes, map.Grid, heights, level);
        axes.DrawAxes(map.X, map.Y);
        DrawCenter(axes, map);
        ColorBar.Draw(svg, new Box(Frame.Right + 28, Frame.Top, ColorBar.Width, Frame.Height), heights, map.Height.Title);
        bool unknown = map.Grid.All.Any(height => !heights.CanShow(height));
        if (unknown) svg.Text("grey: not a finite number", Frame.Left, Height - 14, LabelSize);
        return svg.Finish();
    }

    /// <summary>Adds half a cell on each side, because a grid point lies in the middle of its cell.</summary>
    private static AxisRange RangeOf(IReadOnlyList<double> numbers)
    {
        double half = (numbers[1] - numbers[0]) / 2;
        return AxisRange.Exactly(numbers[0] - half, numbers[^1] + half);
    }

    private static void DrawCells(AxesDrawing axes, HeightGrid grid, AxisRange heights)
    {
        axes.Svg.StartGroup("cells");
        double width = Frame.Width / grid.X.Count, height = Frame.Height / grid.Y.Count;
        for (int row = 0; row < grid.Y.Count; row++)
        {
            string[] colors = [.. grid.Heights[row].Select(value => ColorBar.ColorOf(heights, value))];
            double above = row + 1 < grid.Y.Count ? Overlap : 0;
            double top = Frame.Bottom - ((row + 1) * height) - above;
            for (int start = 0, end; start < colors.Length; start = end)
            {
                for (end = start + 1; end < colors.Length && colors[end] == colors[start];) end++;
                double beyond = end < colors.Length ? Overlap : 0;
                axes.Svg.Tile(new Box(Frame.Left + (start * width), top, ((end - start) * width) + beyond, height + above), colors[start]);
            }
        }

        axes.Svg.EndGroup();
    }

    /// <summary>The heights of the contours, as fractions of the range.</summary>
    private static IEnumerable<double> Levels(AxisRange heights)
    {
        double[] ticks = [.. heights.Ticks.Select(tick => heights.Fraction(tick.Value))];
        return ticks.Concat(ticks.Zip(ticks.Skip(1), (low, high) => (low + high) / 2)).Order();
    }

    private static void DrawContour(AxesDrawing axes, HeightGrid grid, AxisRange heights, double level)
    {
        // Contours are computed on fractions of the colour scale, so that they are as smooth for a logarithmic surface as for a linear one.
        HeightGrid fractions = grid.Map(height => heights.CanShow(height) ? heights.Fraction(height) : double.NaN);
        string commands = string.Concat(Contours.At(fractions, level).Select(piece => Command('M', piece.From) + Command('L', piece.To)));
        if (commands.Length == 0) return;
        axes.Svg.StartGroup("contour");
        axes.Svg.Path(commands, ColorScale.InkOn(level), filled: false, width: 0.9);
        axes.Svg.EndGroup();

        string Command(char letter, PlotPoint point) => $"{letter}{SvgWriter.Number(axes.PlaceX(point.X))} {SvgWriter.Number(axes.PlaceY(point.Y))}";
    }

    private static void DrawCenter(AxesDrawing axes, HeatMap map)
    {
        var center = new PlotPoint(axes.PlaceX(map.Center.X), axes.PlaceY(map.Center.Y));
        axes.Svg.StartGroup("center", map.CenterName);
        foreach ((string color, double width) in new[] { ("#ffffff", 5.0), (LineStyle.Colors[1], 2.4) })
        {
            axes.Svg.Line(center.X - 6, center.Y, center.X + 6, center.Y, color, width);
            axes.Svg.Line(center.X, center.Y - 6, center.X, center.Y + 6, color, width);
        }

        axes.Svg.EndGroup();
        double y = Height - 14;
        axes.Svg.Line(Frame.Right - 6, y - 4, Frame.Right + 6, y - 4, LineStyle.Colors[1], 2.4);
        axes.Svg.Line(Frame.Right, y - 10, Frame.Right, y + 2, LineStyle.Colors[1], 2.4);
        axes.Svg.Text(map.CenterName, Frame.Right + 12, y, LabelSize);
    }
}

/// <summary>
/// Contour lines by marching squares. In each cell, the function is taken as linear along the edges; the points
/// where it crosses the height are joined in pairs. In a saddle, where all four edges are crossed, the mean of the four corners decides which points
/// to join.
/// </summary>
internal static class Contours
{
    /// <summary>The segments of the line, in no particular order. A cell with a corner that is not finite has none.</summary>
    public static IEnumerable<(PlotPoint From, PlotPoint To)> At(HeightGrid grid, double height)
    {
        for (int row = 0; row + 1 < grid.Y.Count; row++)
        {
            for (int column = 0; column + 1 < grid.X.Count; column++)
            {
                foreach ((PlotPoint From, PlotPoint To) piece in InCell(grid, row, column, height)) yield return piece;
            }
        }
    }

    private static IEnumerable<(PlotPoint From, PlotPoint To)> InCell(HeightGrid grid, int row, int column, double height)
    {
        // The corners in order around the cell: edge i leads from corner i to the next.
        (int Row, int Column)[] places = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)];
        double[] heights = [.. places.Select(place => grid.Heights[place.Row][place.Column])];
        if (!heights.All(double.IsFinite)) yield break;
        PlotPoint[] corners = [.. places.Select(place => new PlotPoint(grid.X[place.Column], grid.Y[place.Row]))];
        int[] crossed = [.. Enumerable.Range(0, 4).Where(edge => IsAbove(heights[edge], height) != IsAbove(heights[(edge + 1) % 4], height))];
        PlotPoint[] points = [.. crossed.Select(edge => Crossing(edge))];
        if (points.Length == 2) yield return (points[0], points[1]);
        if (points.Length < 4) yield break;
        bool firstIsCutOff = IsAbove(heights[0], height) != IsAbove(heights.Average(), height);
        yield return firstIsCutOff ? (points[3], points[0]) : (points[0], points[1]);
        yield return firstIsCutOff ? (points[1], points[2]) : (points[2], points[3]);

        PlotPoint Crossing(int edge)
        {
            int next = (edge + 1) % 4;
            double share = (height - heights[edge]) / (heights[next] - heights[edge]);
            return new PlotPoint(
                corners[edge].X + (share * (corners[next].X - corners[edge].X)), corners[edge].Y + (share * (corners[next].Y - corners[edge].Y)));
        }
    }

    private static bool IsAbove(double value, double height) => value >= height;
}
