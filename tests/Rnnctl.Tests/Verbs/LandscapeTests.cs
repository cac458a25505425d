using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Parameters;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;
using Rnnctl.Tests.Processes;
using Rnnctl.Verbs.Landscape;

namespace Rnnctl.Tests.Verbs;

public sealed class LandscapeTests : IDisposable
{
    private const string OutputBias = "output.bias[3]";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => SlotsModel.FirstSentences(_folder, 20);

    [Fact]
    public void Middle_of_the_plane_is_the_loss_of_the_model()
    {
        JsonElement result = Landscape("--points", "3");
        Assert.Equal(["device", "x", "y", "model", "least", "greatest", "points"], result.EnumerateObject().Select(entry => entry.Name));
        double loss = Loss(JsonDocument.Parse(InProcessTool.Done("eval", SlotsModel.Path, Data, "--json", "--threads", "1")).RootElement);
        JsonElement[] points = [.. result.GetProperty("points").EnumerateArray()];
        Assert.Equal(9, points.Length);
        Assert.Equal(["-1", "0", "1"], points[..3].Select(point => point.GetProperty("x").GetRawText()));
        Assert.Equal(loss, Loss(points[4]), 1e-6);
        Assert.Equal(loss, Loss(result.GetProperty("model")), 1e-6);
        Assert.Equal(points.Max(Loss), Loss(result.GetProperty("greatest")));
        Assert.True(points.Where((_, i) => i != 4).All(point => Loss(point) > loss));
    }

    [Fact]
    public void Directions_depend_only_on_the_seed()
    {
        string first = Landscape("--points", "3").GetRawText();
        Assert.Equal(first, Landscape("--points", "3", "--seed", "1").GetRawText());
        Assert.NotEqual(first, Landscape("--points", "3", "--seed", "2").GetRawText());
    }

    [Fact]
    public void Axes_of_two_weights_show_the_values_of_the_weights()
    {
        string[] words = ["--points", "5", "--radius", "2", "--weights", "encoder.weight_hh_l0[4,7]", OutputBias];
        JsonElement result = Landscape(words);
        Assert.Equal(("encoder.weight_hh_l0[4,7]", OutputBias), (result.GetProperty("x").GetString(), result.GetProperty("y").GetString()));
        JsonElement[] points = [.. result.GetProperty("points").EnumerateArray()];
        JsonElement model = result.GetProperty("model");
        Assert.Equal(Number(model, "x"), Number(points[12], "x"), 1e-12);
        Assert.Equal(Number(model, "x") - 2, Number(points[10], "x"), 1e-12);
        Assert.Equal(Number(model, "y") + 2, Number(points[22], "y"), 1e-12);
        Assert.Equal(Loss(model), Loss(points[12]), 1e-6);
        Assert.NotEqual(Loss(points[2]), Loss(points[22]));
    }

    [Fact]
    public void Picture_and_csv_file_are_written()
    {
        (string csv, string svg) = (_folder["plane.csv"], _folder["plane.svg"]);
        string[] lines = InProcessTool.Done(
            "landscape", SlotsModel.Path, Data, "--points", "5", "--csv", csv, "--svg", svg, "--threads", "1").Split('\n');
        Assert.Equal("x: random direction 1 (filter norms); y: random direction 2 (filter norms)", lines[0]);
        Assert.StartsWith("model     loss 0.", lines[1], StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(csv);
        Assert.Equal("x,y,loss", rows[0]);
        Assert.Equal(25, rows.Length - 1);
        Assert.All(rows.Skip(1), row => Assert.All(row.Split(','), field => double.Parse(field, CultureInfo.InvariantCulture)));
        XElement root = GoldenPicture.Parse(File.ReadAllText(svg));
        Assert.NotEmpty(GoldenPicture.Groups(root, "contour"));
        Assert.Contains(GoldenPicture.Elements(root, "text"), text => text.Value == "Loss around slots");
    }

    [Fact]
    public void Interrupt_ends_it_at_once_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows()) return;
        using var tool = new RunningTool(
            "landscape", SlotsModel.Path, Data, "--points", "1000", "--csv", _folder["plane.csv"], "--svg", _folder["plane.svg"], "--threads", "1");
        Assert.True(tool.ReadErrorUpTo("reading "));
        tool.Signal("INT");
        ToolProcess end = tool.End();
        Assert.Equal((130, "", ""), (end.ExitCode, end.Output, end.Error));
        Assert.Empty(Directory.GetFiles(_folder.Root, "plane*"));
    }

    [Fact]
    public void File_that_cannot_be_written_is_refused_before_the_work()
    {
        string missing = _folder["missing"];
        string[] words = ["landscape", SlotsModel.Path, Data, "--points", "1000", "--threads", "1"];
        Assert.Equal($"{missing}/a.svg: no such directory: {missing}", Refusal.Of([.. words, "--svg", $"{missing}/a.svg"]));
        Assert.Equal($"{_folder.Root}: expected a file to write, found a directory", Refusal.Of([.. words, "--csv", _folder.Root]));
    }

    [Fact]
    public void Random_filter_has_the_norm_of_the_models_filter_and_biases_do_not_change()
    {
        ParameterShape[] shapes = [new("weight", [3, 50], default), new("bias", [3], default)];
        var random = new PhiloxRandom(seed: 5, stream: 0);
        double[] weights = [.. Enumerable.Range(0, 150).Select(i => (1 + (i / 50)) * random.NextGaussian())];
        IReadOnlyDictionary<string, double[]> direction = RandomDirections.Draw(shapes, _ => weights, seed: 1, number: 0).Direction;
        Assert.Equal(["weight"], direction.Keys);
        for (int row = 0; row < 3; row++) Assert.Equal(Squares(weights, row), Squares(direction["weight"], row), 1e-9);

        static double Squares(double[] values, int row) => values[(50 * row)..(50 * (row + 1))].Sum(value => value * value);
    }

    [Theory]
    [InlineData("weight", "--weights: expected NAME[i,j] or NAME[i], found 'weight'")]
    [InlineData("output.bias[11]", "--weights: output.bias[11] is not in output.bias, whose shape is [11]; indices count from 0")]
    [InlineData("output.bias[0,1]", "--weights: output.bias[0,1] is not in output.bias, whose shape is [11]; indices count from 0")]
    [InlineData("output.weight[0,64]", "--weights: output.weight[0,64] is not in output.weight, whose shape is [11, 64]; indices count from 0")]
    [InlineData("output.bias[3]", "--weights: expected two weights, found output.bias[3] twice")]
    public void Missing_weight_is_refused(string weight, string message) =>
        Assert.Equal(message, Refusal.Of("landscape", SlotsModel.Path, Data, "--threads", "1", "--weights", weight, OutputBias));

    [Fact]
    public void Unknown_parameter_lists_the_parameters()
    {
        string refusal = Refusal.Of("landscape", SlotsModel.Path, Data, "--threads", "1", "--weights", OutputBias, "weight[1]");
        Assert.StartsWith("--weights: unknown parameter 'weight', expected one of embedding.weight, ", refusal, StringComparison.Ordinal);
    }

    private JsonElement Landscape(params string[] words) =>
        JsonDocument.Parse(InProcessTool.Done(["landscape", SlotsModel.Path, Data, "--json", "--threads", "1", .. words])).RootElement;

    private static double Loss(JsonElement point) => Number(point, "loss");

    private static double Number(JsonElement point, string key) => point.GetProperty(key).GetDouble();
}
