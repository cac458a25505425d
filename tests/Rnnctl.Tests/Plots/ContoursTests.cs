using Rnnctl.Plots;

namespace Rnnctl.Tests.Plots;

public class ContoursTests
{
    [Fact]
    public void Contour_of_a_plane_is_a_straight_line()
    {
        HeightGrid grid = Grid(-1, 1, 7, (x, y) => (2 * x) + y);
        (PlotPoint From, PlotPoint To)[] pieces = [.. Contours.At(grid, 0.5)];
        Assert.NotEmpty(pieces);
        Assert.All(Ends(pieces), point => Assert.Equal(0.5, (2 * point.X) + point.Y, 1e-12));
        Assert.Equal((-1, 1), (Ends(pieces).Min(point => point.Y), Ends(pieces).Max(point => point.Y)));
    }

    [Fact]
    public void Contour_of_a_bowl_is_a_closed_ring()
    {
        HeightGrid grid = Grid(-1, 1, 41, (x, y) => (x * x) + (y * y));
        (PlotPoint From, PlotPoint To)[] pieces = [.. Contours.At(grid, 0.4837)];
        Assert.All(Ends(pieces), point => Assert.Equal(Math.Sqrt(0.4837), Math.Sqrt((point.X * point.X) + (point.Y * point.Y)), 0.001));
        Assert.All(Ends(pieces).GroupBy(point => (Math.Round(point.X, 9), Math.Round(point.Y, 9))), joint => Assert.Equal(2, joint.Count()));
    }

    [Theory]
    [InlineData(0.4, -1)]
    [InlineData(0.6, 1)]
    public void At_a_saddle_the_mean_of_the_corners_decides_which_corners_are_joined(double height, int side)
    {
        // The corners (0, 0) and (1, 1) are high, the other two are low.
        var grid = new HeightGrid([0, 1], [0, 1], [[1, 0], [0, 1]]);
        (PlotPoint From, PlotPoint To)[] pieces = [.. Contours.At(grid, height)];
        Assert.Equal(2, pieces.Length);
        foreach ((PlotPoint from, PlotPoint to) in pieces)
        {
            // Below the mean, the two high corners are joined and each segment cuts off a low corner: x and y change in the same direction.
            Assert.Equal(side, -Math.Sign((to.X - from.X) * (to.Y - from.Y)));
        }
    }

    [Fact]
    public void Cell_with_an_unknown_height_has_no_contour()
    {
        var grid = new HeightGrid([0, 1, 2], [0, 1], [[0, double.NaN, 1], [1, 1, 0]]);
        Assert.Empty(Contours.At(grid, 0.5));
        Assert.Empty(Contours.At(Grid(0, 1, 3, (x, y) => 2), 2.5));
    }

    private static IEnumerable<PlotPoint> Ends((PlotPoint From, PlotPoint To)[] pieces) => pieces.SelectMany(piece => new[] { piece.From, piece.To });

    private static HeightGrid Grid(double low, double high, int count, Func<double, double, double> height)
    {
        double[] numbers = HeightGrid.Between(low, high, count);
        return new HeightGrid(numbers, numbers, [.. numbers.Select(y => numbers.Select(x => height(x, y)).ToArray())]);
    }
}
