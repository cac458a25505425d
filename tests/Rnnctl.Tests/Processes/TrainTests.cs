using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl train</c>: its messages and its files.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "8", "--embedding", "8", "--batch-size", "8", "--threads", "1"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_prints_its_data_and_a_line_for_every_evaluation()
    {
        string[] lines = SlotsModel.Run.Error.Split('\n');
        Assert.Equal($"reading {SlotsModel.Training} as tab-separated values with a header", lines[0]);
        Assert.Equal("labels: spans in iob2; scored by F1 over spans", lines[2]);
        Assert.Equal("train: 2000 sentences, 18934 tokens, 0.0% unknown; 126 known tokens, 11 labels", lines[3]);
        Assert.Equal("valid: 400 sentences, 3778 tokens, 0.0% unknown", lines[4]);
        Assert.Equal(6, lines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.StartsWith("done: the best model scored ", lines[^1], StringComparison.Ordinal);
        Assert.Empty(SlotsModel.Run.Output);
    }

    [Fact]
    public void Json_has_one_object_per_evaluation_with_the_columns_of_the_log()
    {
        string output = InProcessTool.Done(Train("model", "--epochs", "2", "--evaluate-every", "4", "--json", "--quiet"));
        string[] log = File.ReadAllLines(_folder["model/metrics.csv"]);
        string[] objects = output.Split('\n')[..^1];
        Assert.Equal(log.Length - 1, objects.Length);
        Assert.Equal(["4", "8", "12", "16"], objects.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetRawText()));
        Assert.All(objects, line => Assert.Equal(
            log[0].Split(','), JsonDocument.Parse(line).RootElement.EnumerateObject().Select(entry => entry.Name)));
    }

    [Fact]
    public void Without_validation_data_the_last_model_is_kept_and_a_note_says_so()
    {
        var tool = new InProcessTool();
        string train = SlotsModel.FirstSentences(_folder, 60);
        Assert.Equal(0, tool.Run(["train", "--train", train, "--output", _folder["model"], "--epochs", "1", .. Small]));
        Assert.Single(tool.ErrorLines, "no --valid: the last model is kept, not the best");
        Assert.Equal($"done: the model of step 8 is in {_folder["model"]}", tool.ErrorLines[^1]);
    }

    [Fact]
    public void Tagger_without_layers_labels_each_token_independently()
    {
        InProcessTool.Done(Train("model", "--layers", "0", "--epochs", "3"));
        var tool = new InProcessTool("leave Taipei\narrive Taipei\nTaipei\n");
        Assert.Equal(0, tool.Run("tag", _folder["model"], "--output-format", "labels"));
        string[] city = [.. tool.OutputLines.Select(line => line.Split(' ')[^1])];
        Assert.Equal([city[0], city[0], city[0]], city);
        Assert.Contains("layers 0", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);
        Assert.DoesNotContain("encoder", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);
        InProcessTool.Done(Train("model", "--layers", "0", "--epochs", "5", "--resume"));
    }

    [Fact]
    public void Model_is_replaced_only_with_overwrite()
    {
        InProcessTool.Done(Train("model", "--epochs", "1"));
        byte[] before = File.ReadAllBytes(_folder["model/model.safetensors"]);
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(Train("model", "--epochs", "1", "--seed", "2")));
        Assert.Equal(
            [$"error: {_folder["model"]}: there is a model already", "hint: --resume goes on training it, --overwrite replaces it"],
            tool.ErrorLines);
        Assert.Equal(before, File.ReadAllBytes(_folder["model/model.safetensors"]));

        InProcessTool.Done(Train("model", "--epochs", "1", "--seed", "2", "--overwrite"));
        Assert.NotEqual(before, File.ReadAllBytes(_folder["model/model.safetensors"]));
        Assert.Equal(2, File.ReadAllLines(_folder["model/metrics.csv"]).Length);
    }

    [Fact]
    public void Run_that_fails_before_its_first_checkpoint_leaves_the_old_model_unchanged()
    {
        InProcessTool.Done(Train("model", "--epochs", "1"));
        Dictionary<string, string> before = Contents();
        var tool = new InProcessTool();
        string ragged = _folder.Write("ragged.conll", "leave O\nTaipei\n");
        Assert.Equal(2, tool.Run(["train", "--train", ragged, "--output", _folder["model"], "--overwrite"]));
        Assert.Equal(2, tool.Run(Train("model", "--overwrite", "--device", "cuda")));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Run_interrupted_before_its_first_evaluation_leaves_the_old_model_unchanged()
    {
        if (OperatingSystem.IsWindows()) return;
        InProcessTool.Done(Train("model", "--epochs", "1"));
        Dictionary<string, string> before = Contents();
        using var tool = new RunningTool(Train("model", ["--overwrite", .. WithoutEvaluation]));
        Assert.True(tool.ReadErrorUpTo($"the model in {_folder["model"]} stays until the new one has its first evaluation"));
        tool.Signal("INT");
        ToolProcess end = tool.End();
        string message = $"interrupted before the first evaluation; nothing of this run is saved, and the model that was in {_folder["model"]} is untouched";
        Assert.Equal((130, message), (end.ExitCode, end.Error.Split('\n')[^1]));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Model_without_a_finished_epoch_gives_a_warning()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var run = new RunningTool(Train("model", WithoutEvaluation)))
        {
            Assert.True(run.ReadErrorUpTo("model: "));
            run.Signal("INT");
            Assert.Equal(130, run.End().ExitCode);
        }

        foreach (string[] verb in (string[][])[["eval", _folder["model"], SlotsModel.Validation], ["tag", _folder["model"]], ["inspect", _folder["model"]]])
        {
            var tool = new InProcessTool();
            Assert.Equal(0, tool.Run([.. verb, .. verb[0] == "inspect" ? [] : (string[])["--quiet"]]));
            string warning = $"^warning: {_folder["model"]}: this model has not finished its first epoch of training; its weights are from step [0-9]+$";
            Assert.Matches(warning, Assert.Single(tool.ErrorLines));
        }
    }

    [Fact]
    public void Loss_that_is_not_finite_ends_the_run_and_leaves_the_last_checkpoint()
    {
        InProcessTool.Done(Train("model", "--epochs", "1", "--optimizer", "sgd", "--clip-norm", "0"));
        Dictionary<string, string> before = Contents();
        ToolProcess run = ToolProcess.Rnnctl(Train("model", "--resume", "--epochs", "20", "--lr", "1e38"));
        Assert.Equal(3, run.ExitCode);
        string error = run.Error.Split('\n')[^1];
        Assert.Matches("^error: at step [0-9]+ \\(epoch 2\\) the loss is (NaN|Infinity) ", error);
        const string Advice = "try an --lr below 1E+38, --clip-norm 5 or --clip-value 15; the last checkpoint is untouched";
        Assert.EndsWith(Advice, error, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        InProcessTool.Done("eval", _folder["model"], SlotsModel.Validation);
    }

    /// <summary>Options of a run that never comes to its first evaluation, so that it can be interrupted before it.</summary>
    private static string[] WithoutEvaluation => ["--epochs", "1000000", "--evaluate-every", "1000000000"];

    private string[] Train(string output, params string[] more) =>
    [
        "train", "--train", SlotsModel.FirstSentences(_folder, 60), "--valid", SlotsModel.FirstSentences(_folder, 20),
        "--output", _folder[output],
        .. Small, .. more.Contains("--lr") ? [] : (string[])["--lr", "0.01"], .. more,
    ];

    private Dictionary<string, string> Contents() => Directory.GetFiles(_folder["model"], "*", SearchOption.AllDirectories)
        .Order().ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));
}
