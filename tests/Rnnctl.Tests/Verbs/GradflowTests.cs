using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Rnnctl.Curves;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;
using Rnnctl.Tests.Processes;
using Rnnctl.Verbs.Gradflow;

namespace Rnnctl.Tests.Verbs;

public sealed class GradflowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gradient_of_a_linear_unit_is_a_power_of_its_weight()
    {
        string[] lines = Done("gradflow", "--linear", "0.99", "1.01", "--steps", "1000", "--threads", "1").Split('\n');
        Assert.Equal(" T - t    w = 0.99    w = 1.01", lines[0]);
        Assert.Equal("     0   1.000e+00   1.000e+00", lines[1]);
        Assert.Equal("   999   4.361e-05   2.075e+04", lines[^5]);
        Assert.Equal("a step      0.9900      1.0100", lines[^4]);
        Assert.Equal("w = 0.99: the output after 1000 steps is 4.36073E-05", lines[^3]);
        Assert.Equal("w = 1.01: the output after 1000 steps is 20751.6", lines[^2]);
        JsonElement[] curves = Curves("gradflow", "--linear", "-0.5", "2", "--steps", "20", "--json", "--threads", "1");
        Assert.Equal(["subject", "layer", "state", "norms", "sequences", "output", "per_step"], curves[0].EnumerateObject().Select(entry => entry.Name));
        foreach ((JsonElement curve, double w) in curves.Zip([-0.5, 2]))
        {
            Assert.Equal(Enumerable.Range(0, 20).Select(lag => Math.Pow(Math.Abs(w), lag)), Numbers(curve, "norms"));
            Assert.Equal(Math.Pow(w, 19), curve.GetProperty("output").GetDouble());
        }
    }

    [Fact]
    public void Untrained_cell_has_a_curve_for_every_layer_that_depends_only_on_the_seed()
    {
        string[] words = ["gradflow", "--cell", "gru", "elman", "--layers", "2", "--hidden", "8", "--steps", "30", "--sequences", "40", "--threads", "1"];
        string json = Done([.. words, "--json"]);
        Assert.Equal(json, Done([.. words, "--json", "--seed", "1"]));
        Assert.NotEqual(json, Done([.. words, "--json", "--seed", "2"]));
        JsonElement[] curves = Curves([.. words, "--json"]);
        Assert.Equal(["gru 1", "gru 2", "elman 1", "elman 2"], curves.Select(curve => $"{curve.GetProperty("subject")} {curve.GetProperty("layer")}"));
        Assert.All(curves, curve => Assert.Equal(Enumerable.Repeat(40.0, 30), Numbers(curve, "sequences")));
        Assert.All(curves, curve => Assert.All(Numbers(curve, "norms"), norm => Assert.True(norm > 0)));
        Assert.StartsWith(" T - t  gru, layer 1  gru, layer 2  elman, layer 1  elman, layer 2\n", Done(words), StringComparison.Ordinal);
    }

    [Fact]
    public void Trained_model_is_measured_over_the_sentences_of_a_file()
    {
        (string csv, string svg) = (_folder["flow.csv"], _folder["flow.svg"]);
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("gradflow", SlotsModel.Path, SlotsModel.Validation, "--csv", csv, "--svg", svg, "--threads", "1"));
        string[] lengths = [.. File.ReadLines(SlotsModel.Validation).Skip(1)];
        string[] rows = File.ReadAllLines(csv);
        Assert.Equal("subject,layer,state,lag,sequences,norm", rows[0]);
        int lags = (rows.Length - 1) / 2;
        for (int lag = 0; lag < lags; lag++)
        {
            int expected = lengths.Count(line => line.Split('\t')[0].Split(' ').Length > lag);
            Assert.StartsWith($"slots,1,hidden,{lag},{expected},", rows[1 + lag], StringComparison.Ordinal);
            Assert.StartsWith($"slots,1,memory,{lag},{expected},", rows[1 + lags + lag], StringComparison.Ordinal);
        }
        Assert.Equal(lengths.Max(line => line.Split('\t')[0].Split(' ').Length), lags);
        XElement root = GoldenPicture.Parse(File.ReadAllText(svg));
        Assert.Equal([lags, lags], GoldenPicture.Elements(root, "polyline").Select(line => GoldenPicture.Points(line).Length));
        Assert.StartsWith(" T - t       slots  slots, memory\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_norm_is_null_in_json()
    {
        JsonElement curve = Assert.Single(Curves("gradflow", "--linear", "1e300", "--steps", "3", "--json", "--threads", "1"));
        Assert.Equal(["1", "1E+300", "null"], curve.GetProperty("norms").EnumerateArray().Select(norm => norm.GetRawText()));
    }

    [Fact]
    public void Csv_quotes_names_with_commas_or_quotes()
    {
        FlowCurve[] curves =
        [
            new("a \"big\", old model", 1, FlowState.Hidden, [0.1, double.PositiveInfinity], [8, 7]), new("=b", 2, FlowState.Memory, [double.Epsilon], [6]),
        ];
        Assert.Equal(
            """
            subject,layer,state,lag,sequences,norm
            "a ""big"", old model",1,hidden,0,8,0.1
            "a ""big"", old model",1,hidden,1,7,Infinity
            =b,2,memory,0,6,5E-324

            """,
            FlowReport.Csv(curves));
    }

    [Fact]
    public void Only_one_result_can_go_to_standard_output()
    {
        string[] words = ["gradflow", "--linear", "1", "--steps", "2", "--threads", "1"];
        Assert.StartsWith("subject,layer,state,lag,sequences,norm\n", Done([.. words, "--csv", "-"]), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", Done([.. words, "--svg", "-"]), StringComparison.Ordinal);
        Assert.Equal("only one result can go to standard output; write the others to files", Refusal.Of([.. words, "--csv", "-", "--svg", "-"]));
        Assert.Equal("only one result can go to standard output; write the others to files", Refusal.Of([.. words, "--json", "--csv", "-"]));
    }

    [Fact]
    public void Untrained_cell_is_measured_over_the_sentences_of_a_file()
    {
        JsonElement curve = Assert.Single(
            Curves("gradflow", SlotsModel.Validation, "--cell", "elman", "--hidden", "6", "--json", "--threads", "1"));
        Assert.Equal(400, Numbers(curve, "sequences")[0]);
    }

    [Fact]
    public void Picture_matches_the_golden_file() =>
        GoldenPicture.AssertEqual("gradflow.svg", PictureOf("gradflow", "--linear", "0.9", "1.1", "--steps", "12", "--threads", "1"));

    [Fact]
    public void Example_shows_the_real_output_and_picture()
    {
        string folder = Path.Combine(Repository.Root, "examples", "exploding-gradients");
        string[] words = ["gradflow", "--linear", "0.99", "1", "1.01", "--steps", "1000"];
        string shown = $"$ rnnctl {string.Join(' ', words)}\n{Done([.. words, "--threads", "1"])}```\n";
        Assert.Contains(shown, File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "linear.svg")), PictureOf([.. words, "--threads", "1"]));
    }

    [Fact]
    public void Wrong_subjects_are_refused()
    {
        Assert.Equal("expected the directory of a model, --cell or --linear", Refusal.Of("gradflow"));
        Assert.Equal("expected the directory of a model, --cell or --linear", Refusal.Of("gradflow", SlotsModel.Validation));
        Assert.Equal($"{_folder["none"]}: no such file or directory", Refusal.Of("gradflow", _folder["none"]));
        Assert.Equal($"{_folder["none"]}: no such file", Refusal.Of("gradflow", SlotsModel.Path, _folder["none"]));
        Assert.Equal($"{_folder.Root}: not a model: it has no config.json", Refusal.Of("gradflow", _folder.Root));
        Assert.Equal("--cell and --linear exclude each other", Refusal.Of("gradflow", "--cell", "gru", "--linear", "1"));
        Assert.Equal("--linear has its own input: give no models or files with it", Refusal.Of("gradflow", SlotsModel.Path, "--linear", "1"));
        Assert.Equal("--linear: expected a number, found 'one'", Refusal.Of("gradflow", "--linear", "one"));
        string unseen = _folder.Write("unseen.tsv", "tokens\tlabels\nleave Taipei\tO B-moon\n");
        Assert.Equal("slots: no sentence ends with a label that the training data had", Refusal.Of("gradflow", SlotsModel.Path, unseen));
    }

    [Fact]
    public void Option_without_effect_is_refused()
    {
        Assert.Equal("--layers is of no use without --cell", Refusal.Of("gradflow", SlotsModel.Path, "--layers", "3"));
        Assert.Equal("--hidden is of no use without --cell", Refusal.Of("gradflow", "--linear", "1", "--hidden", "3"));
        Assert.Equal("--sequences is of no use with --linear", Refusal.Of("gradflow", "--linear", "1", "--sequences", "3"));
        foreach (string option in (string[])["--steps", "--sequences"])
        {
            string refusal = Refusal.Of("gradflow", SlotsModel.Path, SlotsModel.Validation, option, "3");
            Assert.Equal($"{option} is of no use with files: it describes random sequences", refusal);
        }
    }

    private string PictureOf(params string[] words)
    {
        Done([.. words, "--svg", _folder["picture.svg"]]);
        return File.ReadAllText(_folder["picture.svg"]);
    }

    private static string Done(params string[] words) => InProcessTool.Done(words);

    private static JsonElement[] Curves(params string[] words) =>
        [.. JsonDocument.Parse(Done(words)).RootElement.GetProperty("curves").EnumerateArray()];

    private static double[] Numbers(JsonElement curve, string key) =>
        [.. curve.GetProperty(key).EnumerateArray().Select(number => double.Parse(number.GetRawText(), CultureInfo.InvariantCulture))];
}
