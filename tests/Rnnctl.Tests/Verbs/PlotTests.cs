using System.Xml.Linq;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

public sealed class PlotTests : IDisposable
{
    private const string Header =
        "epoch,step,seconds,tokens_per_second,learning_rate,gradient_norm,train_loss,valid_loss,accuracy,precision,recall,f1,score\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Picture_of_a_run_is_written_beside_its_log()
    {
        string model = SlotsModel.CopyTo(_folder);
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("plot", model));
        Assert.Empty(tool.Output);
        string path = Path.Combine(model, "metrics.svg");
        Assert.Equal($"wrote {path}\n", tool.Error);
        XElement root = GoldenPicture.Parse(File.ReadAllText(path));
        Assert.Equal(["training", "validation", "validation", "training", "training"], SeriesNames(root));
        Assert.All(GoldenPicture.Elements(root, "polyline"), line => Assert.Equal(6, GoldenPicture.Points(line).Length));
        InProcessTool.Done("eval", model, SlotsModel.Validation, "--threads", "1");
    }

    [Fact]
    public void Whole_picture_goes_to_standard_output()
    {
        ToolProcess run = ToolProcess.Rnnctl("plot", SlotsModel.Path, "--output", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(4, GoldenPicture.Groups(GoldenPicture.Parse(run.Output), "panel").Length);
    }

    [Fact]
    public void Picture_of_two_runs_matches_the_golden_file()
    {
        string first = Run("elman", "1,10,1,100,0.1,900,2.5,2.25,0.5,,,,0.5\n2,20,2,100,0.01,0.5,1.5,1.75,0.75,,,,0.75\n");
        string second = Run("lstm", "1,10,1,100,0.1,2,2,,,,,,\n2,20,2,100,0.1,1,NaN,,,,,,\n3,30,2,100,0.1,1,0.5,,,,,,\n");
        GoldenPicture.AssertEqual("runs.svg", InProcessTool.Done("plot", first, second, "--output", "-"));
    }

    [Fact]
    public void Bleu_is_drawn_from_0_to_100_under_its_own_name()
    {
        string model = Run("en-de", "");
        const string Rows = "1,10,1,100,0.1,2,2,2,,,,,0.2,20\n2,20,1,9,0.1,2,2,1,,,,,0.4,40\n";
        File.WriteAllText(Path.Combine(model, "metrics.csv"), Header.Replace("\n", ",bleu\n", StringComparison.Ordinal) + Rows);
        XElement root = GoldenPicture.Parse(InProcessTool.Done("plot", model, "--output", "-"));
        string[] texts = [.. GoldenPicture.Elements(root, "text").Select(text => text.Value)];
        Assert.Contains("BLEU", texts);
        Assert.Contains("40", texts);
        Assert.DoesNotContain("0.4", texts);
    }

    [Fact]
    public void Runs_with_the_same_name_are_named_by_their_paths()
    {
        (string first, string second) = (Run("a/model", "1,10,1,100,0.1,2,2,,,,,,\n"), Run("b/model", "1,10,1,100,0.1,2,2,,,,,,\n"));
        XElement root = GoldenPicture.Parse(InProcessTool.Done("plot", first, second, "--output", "-"));
        Assert.Contains($"{second}, training", SeriesNames(root));
    }

    [Fact]
    public void A_log_that_was_cut_inside_a_row_is_refused()
    {
        string model = Run("model", "1,10,1,100,0.1,2,2,,,,,,\n2,20,1,100,0.1,2,1,,,,,,\n3,30,1,10");
        string log = Path.Combine(model, "metrics.csv");
        Assert.Equal($"{log}: its last line has no end: the file was cut short", Refusal.Of("plot", model));
    }

    [Fact]
    public void File_that_is_not_a_log_is_refused_with_the_line()
    {
        string file = _folder.Write("file", "");
        Assert.Equal($"{_folder["none"]}: no such directory", Refusal.Of("plot", _folder["none"]));
        Assert.Equal($"{file}: expected a model's directory, found a file", Refusal.Of("plot", file));
        string model = Run("model", "");
        string log = Path.Combine(model, "metrics.csv");
        Assert.Equal($"{log}: no evaluation has been recorded yet", Refusal.Of("plot", model));
        File.WriteAllText(log, Header + "1,10,1,100,0.1,2,2,,,,,,\n2,many,1,100,0.1,2,2,,,,,,\n");
        Assert.Equal($"{log}:3: expected a row of rnnctl's metrics, found '2,many,1,100,0.1,2,2,,,,,,'", Refusal.Of("plot", model));
        File.WriteAllText(log, "step,loss\n1,2\n");
        Assert.Equal($"{log}:1: expected the header of rnnctl's metrics, found another", Refusal.Of("plot", model));
        File.WriteAllText(log, "");
        Assert.Equal($"{log}:1: expected the header of rnnctl's metrics, found none", Refusal.Of("plot", model));
        File.Delete(log);
        Assert.Equal($"{log}: no such file", Refusal.Of("plot", model));
    }

    [Fact]
    public void Output_that_cannot_be_written_is_refused()
    {
        string model = Run("model", "1,10,1,100,0.1,2,2,,,,,,\n");
        Assert.Equal("--output is required for several models", Refusal.Of("plot", model, model));
        Assert.Equal($"{model}: expected a file to write, found a directory", Refusal.Of("plot", model, "--output", model));
        string missing = _folder["missing"];
        Assert.Equal($"{missing}/a.svg: no such directory: {missing}", Refusal.Of("plot", model, "--output", $"{missing}/a.svg"));
    }

    private static string[] SeriesNames(XElement root) =>
        [.. GoldenPicture.Groups(root, "series").Select(group => group.Elements().First().Value)];

    private string Run(string name, string rows)
    {
        Directory.CreateDirectory(_folder[name]);
        _folder.Write($"{name}/metrics.csv", Header + rows);
        return _folder[name];
    }
}
