using System.Globalization;
using System.Xml.Linq;
using Rnnctl.Plots;

namespace Rnnctl.Tests.Plots;

public class FigureDrawingTests
{
    [Fact]
    public void Line_chart_matches_the_golden_file()
    {
        Series[] powers = [.. new[] { 0.99, 1, 1.01 }.Select((w, number) => Line($"w = {w.ToString(CultureInfo.InvariantCulture)}", number, 101, Power(w)))];
        var chart = new LineChart("", new Axis("time step"), new Axis("output", AxisScale.Logarithmic), powers);
        GoldenPicture.AssertEqual("line-chart.svg", FigureDrawing.Draw(new Figure("Powers of w", chart)));

        static Func<int, double> Power(double w) => step => Math.Pow(w, 10 * step);
    }

    [Fact]
    public void Panels_share_one_title_and_one_legend()
    {
        LineChart Panel(string title) => new(title, new Axis("x"), new Axis("y"), [Line("a", 0, 5, x => x), Line("b", 1, 5, x => -x)]);
        string svg = FigureDrawing.Draw(new Figure("Three panels", Panel("first"), Panel("second"), Panel("third")));
        GoldenPicture.AssertEqual("panels.svg", svg);
        XElement root = GoldenPicture.Parse(svg);
        Assert.Equal(3, GoldenPicture.Groups(root, "panel").Length);
        Assert.Equal(["a", "b"], GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "legend")), "text").Select(text => text.Value));
    }

    [Fact]
    public void Points_are_drawn_at_their_coordinates()
    {
        var points = new PlotPoint[] { new(0, 0), new(5, 50), new(10, 100) };
        var chart = new LineChart("", new Axis("x"), new Axis("y"), [new Series("line", LineStyle.Of(0), points)]);
        (double X, double Y)[] drawn = GoldenPicture.Points(Assert.Single(GoldenPicture.Elements(Root(chart), "polyline")));
        Assert.Equal(3, drawn.Length);
        Assert.Equal(drawn[1].X, (drawn[0].X + drawn[2].X) / 2, 2);
        Assert.Equal(drawn[1].Y, (drawn[0].Y + drawn[2].Y) / 2, 2);
        Assert.True(drawn[0].X < drawn[2].X && drawn[0].Y > drawn[2].Y);
    }

    [Fact]
    public void Logarithmic_axis_shows_equal_ratios_at_equal_distances()
    {
        var points = new PlotPoint[] { new(1, 1e-8), new(2, 1e-4), new(3, 1) };
        var chart = new LineChart("", new Axis("x"), new Axis("y", AxisScale.Logarithmic), [new Series("line", LineStyle.Of(0), points)]);
        (double X, double Y)[] drawn = GoldenPicture.Points(Assert.Single(GoldenPicture.Elements(Root(chart), "polyline")));
        Assert.Equal(drawn[1].Y, (drawn[0].Y + drawn[2].Y) / 2, 2);
    }

    [Fact]
    public void Number_that_is_not_finite_is_a_gap_and_a_point_between_two_gaps_has_a_marker()
    {
        double[] values = [1, 2, double.NaN, 3, double.PositiveInfinity, 4, 5, 0];
        PlotPoint[] points = [.. values.Select((y, x) => new PlotPoint(x, y))];
        var chart = new LineChart("", new Axis("x"), new Axis("y", AxisScale.Logarithmic), [new Series("line", LineStyle.Of(0), points)]);
        XElement series = Assert.Single(GoldenPicture.Groups(Root(chart), "series"));
        Assert.Equal([2, 2], GoldenPicture.Elements(series, "polyline").Select(line => GoldenPicture.Points(line).Length));
        Assert.Equal(5, GoldenPicture.Elements(series, "path").Count());
    }

    [Fact]
    public void File_with_any_text_is_well_formed_and_shows_the_text()
    {
        const string Hostile = "<b>&\"'\u0001\u001b[0m 模型 \ud83d\ude00 ]]>";
        var chart = new LineChart(Hostile, new Axis(Hostile), new Axis(Hostile), [new Series(Hostile, LineStyle.Of(0), [new PlotPoint(1, 1)])]);
        string[] texts = [.. GoldenPicture.Elements(Root(chart, Hostile), "text").Select(text => text.Value)];
        const string Legible = "<b>&\"'\ufffd\ufffd[0m 模型 \ud83d\ude00 ]]>";
        Assert.Equal(5, texts.Count(text => text == Legible));
    }

    [Fact]
    public void Chart_without_points_has_no_lines()
    {
        var chart = new LineChart("", new Axis("x"), new Axis("y"), [new Series("line", LineStyle.Of(0), [])]);
        Assert.Empty(GoldenPicture.Elements(Root(chart), "polyline"));
        var none = new LineChart("", new Axis("x"), new Axis("y", AxisScale.Logarithmic), []);
        Assert.Empty(GoldenPicture.Groups(Root(none), "series"));
    }

    [Fact]
    public void Forty_lines_have_different_styles_and_a_legend_of_several_rows()
    {
        Assert.Equal(40, Enumerable.Range(0, 40).Select(LineStyle.Of).Distinct().Count());
        Series[] many = [.. Enumerable.Range(0, 40).Select(number => Line($"a line with the name {number}", number, 3, x => x * number))];
        XElement root = Root(new LineChart("", new Axis("x"), new Axis("y"), many));
        Assert.Equal(40, GoldenPicture.Groups(root, "series").Length);
        Assert.Equal(40, GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "legend")), "text").Count());
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_locale()
    {
        Figure figure = new("Title", new LineChart("", new Axis("x"), new Axis("y"), [Line("line", 0, 30, x => x / 7.0)]));
        string expected = FigureDrawing.Draw(figure);
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(expected, FigureDrawing.Draw(figure));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Series Line(string name, int number, int points, Func<int, double> y) =>
        new(name, LineStyle.Of(number), [.. Enumerable.Range(0, points).Select(x => new PlotPoint(x, y(x)))]);

    private static XElement Root(LineChart chart, string title = "Title") => GoldenPicture.Parse(FigureDrawing.Draw(new Figure(title, chart)));
}
