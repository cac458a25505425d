using System.Xml.Linq;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;

namespace Rnnctl.Tests.Verbs;

public sealed class PlotTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Table_matches_the_golden_picture()
    {
        string table = _folder.Write("scores.tsv", "words\tdot & additive\tnone\n5\t100\t92.6\n10\t99.5\t\n20\t98\t41.1\n40\t97.5\t20.8\n");
        GoldenPicture.AssertEqual("table.svg", InProcessTool.Done("plot", table, "--y-label", "BLEU", "--output", "-"));
    }

    [Fact]
    public void Numbers_are_drawn_at_their_coordinates()
    {
        XElement root = Draw("table.csv", "x,rising,falling\n0,0,10\n2.5,5,5\n10,10,0\n");
        Assert.Equal(["rising", "falling"], GoldenPicture.Groups(root, "series").Select(group => group.Elements().First().Value));
        (double X, double Y)[][] lines = [.. GoldenPicture.Elements(root, "polyline").Select(GoldenPicture.Points)];
        (double left, double bottom) = lines[0][0];
        (double right, double top) = lines[0][2];
        Assert.True(left < right && top < bottom);
        Assert.Equal((left + ((right - left) / 4), (top + bottom) / 2), lines[0][1]);
        Assert.Equal([(left, top), lines[0][1], (right, bottom)], lines[1]);
        XElement[] labelsX = Texts(root, "axis x")[..^1], labelsY = Texts(root, "axis y")[..^1];
        Assert.Equal(("0", left), (labelsX[0].Value, (double)labelsX[0].Attribute("x")!));
        Assert.Equal(("10", right), (labelsX[^1].Value, (double)labelsX[^1].Attribute("x")!));
        Assert.Equal(("0", "10"), (labelsY[0].Value, labelsY[^1].Value));
        Assert.Equal(bottom - top, (double)labelsY[0].Attribute("y")! - (double)labelsY[^1].Attribute("y")!);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("NaN")]
    public void Cell_without_a_number_is_a_gap(string cell)
    {
        XElement root = Draw("table.tsv", $"x\ty\tz\n1\t1\t1\n2\t2\t2\n3\t{cell}\t3\n4\t4\t4\n5\t5\t5\n");
        Assert.Equal([2, 2, 5], GoldenPicture.Elements(root, "polyline").Select(line => GoldenPicture.Points(line).Length));
    }

    [Fact]
    public void Separators_byte_order_mark_and_carriage_returns_do_not_change_the_picture()
    {
        string tabs = Svg("table.tsv", "x\ta, b\n1\t2\n\n3\t-4e-1\n");
        Assert.Equal(tabs, Svg("table.csv", "\uFEFFx,\"a, b\"\r\n1, 2\r\n3,\"-4e-1\""));
        Assert.Equal(tabs, Svg("TABLE.TSV", "x\ta, b\n1\t2\n3\t-0.4\n"));
    }

    [Fact]
    public void Picture_is_written_beside_the_table()
    {
        string table = _folder.Write("my.scores.csv", "step,loss\n1,2\n2,1\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("plot", table));
        Assert.Equal(("", $"wrote {_folder["my.scores.svg"]}\n"), (tool.Output, tool.Error));
        GoldenPicture.Parse(File.ReadAllText(_folder["my.scores.svg"]));
    }

    [Theory]
    [InlineData("step,loss\n1,2\n", "loss by step", "step", "loss")]
    [InlineData("step,a,b\n1,2,3\n", "table", "step", "")]
    [InlineData("step,a,b\n1,2,3\n", "seconds by step", "step", "seconds", "--y-label", "seconds")]
    [InlineData("step,loss\n1,2\n", "seconds by step", "step", "seconds", "--y-label", "seconds")]
    public void Figure_and_axes_have_titles(string table, string title, string x, string y, params string[] options)
    {
        XElement root = Draw("table.csv", table, options);
        Assert.Equal(title, GoldenPicture.Elements(root, "title").First().Value);
        Assert.Equal((x, y), (Texts(root, "axis x")[^1].Value, Texts(root, "axis y")[^1].Value));
    }

    [Fact]
    public void Title_longer_than_its_axis_is_shortened()
    {
        XElement root = Draw("table.csv", $"{new string('x', 300)},{new string('y', 300)}\n1,2\n");
        Assert.All([Texts(root, "axis x")[^1], Texts(root, "axis y")[^1]], name => Assert.InRange(name.Value.Length, 20, 120));
        Assert.All([Texts(root, "axis x")[^1], Texts(root, "axis y")[^1]], name => Assert.EndsWith("…", name.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1e308", "-1e308")]
    [InlineData("1e300", "-1e300")]
    [InlineData("1e-320", "0")]
    [InlineData("1e400", "1")]
    [InlineData("1", "1")]
    public void Extreme_numbers_are_drawn(string first, string second) =>
        Assert.NotEmpty(Texts(Draw("table.csv", $"x,y\n{first},{first}\n{second},{second}\n"), "axis y"));

    [Fact]
    public void Directory_with_the_extension_of_a_table_is_a_model()
    {
        Directory.CreateDirectory(_folder["model.csv"]);
        Assert.Equal($"{_folder["model.csv"]}/metrics.csv: no such file", Refusal.Of("plot", _folder["model.csv"]));
    }

    [Theory]
    [InlineData("", ":1: expected a header of two columns or more, found none")]
    [InlineData("x\n1\n", ":1: expected a header of two columns or more, found one column")]
    [InlineData("x,y,x\n1,2,3\n", ":1: expected different names for the columns, found 'x' twice")]
    [InlineData("x,y\n", ": expected rows of numbers below the header, found none")]
    [InlineData("x,y\n1,2\n\n3\n", ":4: expected 2 columns, found 1")]
    [InlineData("x,y\n1,2,3\n", ":2: expected 2 columns, found 3")]
    [InlineData("x,y\n1,2\n2,many\n", ":3: expected a number in the column 'y', found 'many'")]
    [InlineData("x,y\n1,\"1,5\"\n", ":2: expected a number in the column 'y', found '1,5'")]
    [InlineData("model,y\ndot,2\n", ":2: expected a number in the first column, 'model', which is the x axis, found 'dot'")]
    [InlineData("x,y\n,2\n", ":2: expected a number in the first column, 'x', which is the x axis, found ''")]
    [InlineData("x,y\n1,2\0\n", ":2: looks like a binary file: expected UTF-8 text, found a NUL byte")]
    public void File_that_is_not_a_table_of_numbers_is_refused_with_the_line(string text, string message)
    {
        string table = _folder.Write("table.csv", text);
        Assert.Equal(table + message, Refusal.Of("plot", table));
        Assert.False(File.Exists(_folder["table.svg"]));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,\"4\n")]
    [InlineData("x,y\n1,2\n3,\"4\"5\n")]
    [InlineData("x,y\n1,2\n3,4\"5\n")]
    public void Misplaced_quotation_mark_is_refused_with_the_line(string text)
    {
        string table = _folder.Write("table.csv", text);
        Assert.StartsWith($"{table}:3: expected a row of a table, found: ", Refusal.Of("plot", table), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_together_with_a_model_is_refused()
    {
        string table = _folder.Write("table.csv", "x,y\n1,2\n");
        Assert.Equal($"{_folder["none.tsv"]}: no such file", Refusal.Of("plot", _folder["none.tsv"]));
        Assert.Equal($"{table}: expected a table alone, found 2 paths", Refusal.Of("plot", _folder["model"], table, "--output", "-"));
        Assert.Equal(
            "--y-label is of no use with learning curves: they have their own labels", Refusal.Of("plot", _folder["model"], "--y-label", "BLEU"));
    }

    private static XElement[] Texts(XElement root, string group) =>
        [.. GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, group)), "text")];

    private XElement Draw(string name, string text, params string[] options) => GoldenPicture.Parse(Svg(name, text, options));

    private string Svg(string name, string text, params string[] options) =>
        InProcessTool.Done(["plot", _folder.Write(name, text), "--output", "-", .. options]);
}
