using System.Text.Json;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text.Labels;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>train --label-smoothing</c>, <c>--focal</c> and <c>--label-model</c> of taggers, and what other verbs make of such models.</summary>
public sealed class LabelLossTests : IDisposable
{
    // Spans in IOB2 that begin after "to"; the labels are learnt in this order: O, B-city, I-city.
    private const string Columns = """
        fly O
        to O
        New B-city
        York I-city

        to O
        Oslo B-city
        now O

        fly O
        to O
        Rome B-city


        """;

    private static readonly int[][] LabelIds = [[0, 0, 1, 2], [0, 1, 0], [0, 0, 1]];
    private static readonly string[] Small = ["--hidden", "4", "--embedding", "3", "--batch-size", "2"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _train;

    public LabelLossTests() => _train = _folder.Write("train.conll", Columns);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--label-smoothing 0.1 --crf", "--label-smoothing and --crf exclude each other: ")]
    [InlineData("--focal 2 --crf", "--focal and --crf exclude each other: ")]
    [InlineData("--label-model 0.5 --crf", "--label-model and --crf exclude each other: ")]
    [InlineData("--focal 2 --label-smoothing 0.1", "--focal and --label-smoothing exclude each other: ")]
    public void Losses_that_exclude_each_other_are_refused(string options, string message)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(["train", "--train", _train, "--output", _folder["m"], .. options.Split(' ')]));
        Assert.StartsWith($"error: {message}", Assert.Single(tool.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_losses_exclude_each_other_names_its_keys()
    {
        Train("m", "--focal", "2");
        string file = Path.Combine(_folder["m"], "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"crf\": false", "\"crf\": true", StringComparison.Ordinal));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("inspect", _folder["m"]));
        Assert.StartsWith($"error: {file}: training.focal and architecture.crf exclude each other: ", Assert.Single(tool.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_reports_the_loss_without_weights_and_smoothing()
    {
        // With weights that hardly move, the three losses of an untrained tagger are told apart by training, and alike in the evaluation.
        string[] still = ["--valid", _train, "--optimizer", "sgd", "--lr", "1e-30", "--dropout", "0", "--epochs", "1"];
        string[] words = [.. still, "--json", "--overwrite"], options = ["", "--focal 2", "--label-smoothing 0.5"];
        (double Train, double Valid)[] losses = [.. options.Select(one => LossesOf(Words("m", words, one)))];
        Assert.Equal(losses[0].Train, losses[0].Valid, 1e-6);
        Assert.All(losses, one => Assert.Equal(losses[0].Valid, one.Valid, 1e-6));
        Assert.True(losses[1].Train < 0.7 * losses[0].Train, $"{losses[1].Train} is no focal loss");
        Assert.NotEqual(losses[0].Train, losses[2].Train, 1e-6);
    }

    [Fact]
    public void A_label_model_is_counted_in_memory_and_from_the_disk_and_kept_by_resume()
    {
        string[] lines = Train("m", "--label-model", "0.5");
        Assert.Contains(lines, line => line.Contains(" with a label model over well-formed spans, ", StringComparison.Ordinal));
        float[] expected = Transitions(3, LabelIds);
        Assert.Equal(expected, Tensor("m"));
        Train("s", "--label-model", "0.5", "--stream");
        Assert.Equal(expected, Tensor("s"));
        Lines(Words("m", ["--resume", "--epochs", "3"]));
        Assert.Equal(expected, Tensor("m"));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(Words("m", ["--resume", "--label-model", "0.4"])));
        Assert.Contains("error: --label-model cannot change where a run goes on", tool.ErrorLines);
    }

    [Fact]
    public void A_model_from_another_one_counts_its_own_data_with_its_own_weight()
    {
        Train("parent");
        string more = _folder.Write("more.conll", "to O\nsee O\nAnna B-person\n\n");
        string[] lines = Lines("train", "--from", _folder["parent"], "--train", more, "--output", _folder["child"], "--epochs", "1", "--label-model", "0.5");
        Assert.DoesNotContain(lines, line => line.StartsWith("warning", StringComparison.Ordinal));
        Assert.Equal(Transitions(4, [[0, 0, 3]]), Tensor("child"));
        lines = Lines("train", "--from", _folder["child"], "--train", _train, "--output", _folder["grandchild"], "--epochs", "1");
        Assert.DoesNotContain(lines, line => line.StartsWith("warning", StringComparison.Ordinal));
        Assert.Equal(Transitions(4, LabelIds), Tensor("grandchild"));
        Lines("train", "--from", _folder["child"], "--train", _train, "--output", _folder["plain"], "--epochs", "1", "--label-model", "0");
        Assert.DoesNotContain("label_model", InProcessTool.Done("inspect", _folder["plain"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_works_with_a_label_model()
    {
        Train("m", "--label-model", "0.5");
        string model = _folder["m"], input = _folder.Write("input.txt", "fly to New York\n");
        Assert.Contains(", label model of weight 0.5 over well-formed spans\n", InProcessTool.Done("inspect", model), StringComparison.Ordinal);
        JsonElement nbest = JsonDocument.Parse(InProcessTool.Done("tag", model, input, "--nbest", "50", "--output-format", "json")).RootElement;

        // O, B-city and I-city: of 81 labellings 34 have no I-city at the start or after O.
        JsonElement[] all = [.. nbest.EnumerateArray()];
        Assert.Equal(34, all.Length);
        Assert.Equal(1, all.Sum(one => one.GetProperty("probability").GetDouble()), 1e-4);

        // The probability of a labelling is that which score gives it, but for those that the rules forbid.
        double score = double.Parse(InProcessTool.Done("score", model, _train).Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(score, -20, 0);
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("score", model, _train, "--words"));
        Assert.Equal($"error: --words is of no use with {model}: its label model scores the labels of a sentence together", tool.ErrorLines[0]);
        InProcessTool.Done("eval", model, _train);
        InProcessTool.Done("gradcheck", "--model", model);
        InProcessTool.Done("export", model, "--output", _folder["m.onnx"]);
        Train("other", "--label-model", "0.5", "--seed", "2");
        InProcessTool.Done("average", model, _folder["other"], "--output", _folder["mean"]);
        Assert.Equal(Tensor("m"), Tensor("mean"));
        Assert.NotEmpty(InProcessTool.Done("tag", model, input, "--ensemble", _folder["mean"], "--probabilities"));
        Assert.NotEmpty(InProcessTool.Done("trace", model, input));
    }

    private string[] Words(string name, string[] words, string options = "") =>
        ["train", "--train", _train, "--output", _folder[name], .. Small, .. words, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private string[] Train(string name, params string[] words) => Lines(Words(name, [.. words, "--epochs", "2"]));

    private static string[] Lines(params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        return tool.ErrorLines;
    }

    private static (double Train, double Valid) LossesOf(string[] words)
    {
        JsonElement row = JsonDocument.Parse(InProcessTool.Done(words).Split('\n')[0]).RootElement;
        return (row.GetProperty("train_loss").GetDouble(), row.GetProperty("valid_loss").GetDouble());
    }

    /// <summary>0.5 log p(j | i) for the labels.</summary>
    private static float[] Transitions(int labels, int[][] sentences)
    {
        var bigrams = new LabelBigrams(labels);
        foreach (int[] sentence in sentences) bigrams.Add(sentence);
        double[] logarithms = bigrams.LogProbabilities();
        return [.. from i in Enumerable.Range(0, labels) from j in Enumerable.Range(0, labels) select (float)(0.5 * logarithms[(i * (labels + 1)) + j])];
    }

    private float[] Tensor(string name)
    {
        using var file = SafetensorsFile.Read(Path.Combine(_folder[name], "model.safetensors"));
        float[] values = new float[file.Find("label_model.transitions").Shape.Aggregate(1, (product, dimension) => product * (int)dimension)];
        file.CopyTo<float>("label_model.transitions", values);
        return values;
    }
}
