using System.Xml.Linq;
using Rnnctl.Plots;

namespace Rnnctl.Tests.Plots;

public class HeatMapDrawingTests
{
    [Fact]
    public void Heat_map_matches_the_golden_file()
    {
        string svg = HeatMapDrawing.Draw(Map((x, y) => (x * x) + (2 * y * y), AxisScale.Linear));
        GoldenPicture.AssertEqual("heat-map.svg", svg);
        XElement root = GoldenPicture.Parse(svg);
        Assert.NotEmpty(GoldenPicture.Groups(root, "contour"));
        Assert.DoesNotContain("grey", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Heights_that_are_not_finite_are_grey_and_a_note_says_so()
    {
        string svg = HeatMapDrawing.Draw(Map((x, y) => x > 0.5 ? double.NaN : y > 0.5 ? double.PositiveInfinity : Math.Exp(5 * x), AxisScale.Logarithmic));
        XElement root = GoldenPicture.Parse(svg);
        XElement cells = Assert.Single(GoldenPicture.Groups(root, "cells"));
        Assert.Contains(GoldenPicture.Elements(cells, "rect"), tile => tile.Attribute("fill")!.Value == "#bbbbbb");
        Assert.Contains(GoldenPicture.Elements(root, "text"), text => text.Value == "grey: not a finite number");
    }

    [Fact]
    public void Flat_surface_is_drawn() => GoldenPicture.Parse(HeatMapDrawing.Draw(Map((_, _) => 1, AxisScale.Linear)));

    [Fact]
    public void Colours_grow_lighter_with_height()
    {
        double[] lightness = [.. Enumerable.Range(0, ColorScale.Count).Select(ColorScale.Color).Select(Luminance)];
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(("#440154", "#fde725"), (ColorScale.Color(0), ColorScale.Color(ColorScale.Count - 1)));
    }

    private static double Luminance(string color)
    {
        double[] parts = [.. color[1..].Chunk(2).Select(pair => (double)Convert.ToInt32(new string(pair), 16))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static HeatMap Map(Func<double, double, double> height, AxisScale scale)
    {
        double[] numbers = HeightGrid.Between(-1, 1, 9);
        var grid = new HeightGrid(numbers, numbers, [.. numbers.Select(y => numbers.Select(x => height(x, y)).ToArray())]);
        return new HeatMap("A <surface>", "x (units)", "y (units)", grid, new Axis("height", scale), new PlotPoint(0, 0), "the middle");
    }
}
