namespace Rnnctl.Plots;

/// <summary>
/// The line along which a function on a grid has a given height, by marching squares: in each cell, the points on its edges where the function,
/// taken as linear along the edge, has that height, joined in pairs. Where a cell's corners are high and low by turns, the mean of the four says which
/// pairs belong together.
/// </summary>
internal static class Contours
{
    /// <summary>The pieces of the line, in no order. Cells with a height that is not finite have none.</summary>
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
        // The corners in a circle, so that an edge leads from each to the next.
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
