using System.Text.Json.Nodes;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>rnnctl average</c> and <c>rnnctl tag --ensemble</c>; the numbers are tested beside the code.</summary>
public sealed class AverageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mean_of_taggers_that_read_a_language_model_carries_it_along()
    {
        string first = Train("first", "--seed", "1", "--contextual", ContextualFolder.LanguageModel);
        string second = Train("second", "--seed", "2", "--contextual", ContextualFolder.LanguageModel);
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("average", first, second, "--output", _folder["mean"]));
        Assert.Matches($"^mean: [0-9]+ weights of 2 models; it is in {_folder["mean"]}\n$", tool.Error);
        foreach (string name in (string[])["config.json", "model.safetensors", "vocab/tokens.txt"])
        {
            string place = Path.Combine("contextual", "1", name);
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, place)), File.ReadAllBytes(_folder[Path.Combine("mean", place)]));
        }

        JsonNode training = JsonNode.Parse(File.ReadAllText(_folder["mean/config.json"]))!["training"]!;
        Assert.Equal(second, (string?)training["averaged"]!["2"]!["path"]);
        Assert.Contains($"mean of     {first}, {second}\n", InProcessTool.Done("inspect", _folder["mean"]), StringComparison.Ordinal);
        Assert.StartsWith("red car\t", Tag(_folder["mean"]), StringComparison.Ordinal);
        Assert.Equal(
            $"{_folder["mean"]}: there is no training state to resume from",
            Refusal.Of("train", "--train", ContextualFolder.Corpus, "--output", _folder["mean"], "--resume"));

        string plain = Train("plain", "--seed", "1");
        Assert.StartsWith(
            $"{plain}: --contextual-at is none, and input in {first}: ", Refusal.Of("average", first, plain, "--output", _folder["none"]),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["none"]));
        Assert.StartsWith("red car\t", Tag(plain, "--ensemble", first, second), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_and_output_that_make_no_mean_are_refused()
    {
        string first = Train("first", "--seed", "1"), second = Train("second", "--seed", "2"), output = _folder["mean"];
        Assert.Equal($"{first}: the only model: a mean needs at least two", Refusal.Of("average", first, "--output", output));
        Assert.Equal($"{first}/: this model is given twice", Refusal.Of("average", first, second, first + "/", "--output", output));
        Assert.Equal($"--output {second}: it is one of the models", Refusal.Of("average", first, second, "--output", second, "--overwrite"));
        Assert.Equal($"{_folder["none"]}: no such directory", Refusal.Of("average", first, _folder["none"], "--output", output));
        Assert.False(Directory.Exists(output));
        InProcessTool.Done("average", first, second, "--output", output);
        Assert.Equal($"{output}: there is a model already", Refusal.Of("average", first, second, "--output", output));
        InProcessTool.Done("average", second, first, "--output", output, "--overwrite");
    }

    /// <summary>With two labels a label's probability tells that of the other.</summary>
    [Fact]
    public void Ensemble_prints_the_mean_of_the_models_probabilities()
    {
        string corpus = _folder.Write(
            "corpus.tsv", "tokens\tlabels\n" + string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "a b c\tX Y X\n" : "c a\tY Y\n")));
        string[] models = [.. Enumerable.Range(1, 3).Select(seed => TrainOn(corpus, $"{seed}", "--seed", $"{seed}"))];
        string sentences = _folder.Write("sentences", "a b c\n\nc a d\n");
        double[] mean = [.. Enumerable.Range(0, 6).Select(token => models.Average(model => OfX(model)[token]))];
        double[] found = OfX(models[0], "--ensemble", models[1], models[2]);
        Assert.All(mean.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        JsonNode best = JsonNode.Parse(InProcessTool.Done(
            "tag", models[0], sentences, "--ensemble", models[1], "--nbest", "2", "--output-format", "json", "--device", "cpu").Split('\n')[0])!;
        double[] two = [.. OfX(models[0]).Zip(OfX(models[1]), (x, y) => (x + y) / 2)];
        Assert.Equal(two.Take(3).Aggregate(1.0, (product, x) => product * Math.Max(x, 1 - x)), (double)best[0]!["probability"]!, 1e-6);

        double[] OfX(string model, params string[] options)
        {
            string[] lines = InProcessTool.Done(
                ["tag", model, sentences, "--probabilities", "--output-format", "json", "--device", "cpu", .. options]).Split('\n');
            return [.. lines.Where(line => line.Contains("probabilities", StringComparison.Ordinal)).SelectMany(line => OfLine(JsonNode.Parse(line)!))];
        }

        static IEnumerable<double> OfLine(JsonNode line) => line["labels"]!.AsArray().Zip(
            line["probabilities"]!.AsArray(), (label, probability) => (string?)label == "X" ? (double)probability! : 1 - (double)probability!);
    }

    [Fact]
    public void Model_of_another_kind_in_an_ensemble_is_refused()
    {
        string first = Train("first", "--seed", "1");
        string path = Path.Combine(ContextualFolder.LanguageModel, "config.json");
        Assert.Equal($"{path}: task: expected tag, found lm", Refusal.Of("tag", first, "--ensemble", ContextualFolder.LanguageModel));
    }

    [Fact]
    public void Mean_of_weights_in_training_is_kept_by_a_resumed_run()
    {
        string model = Train("ema", "--ema", "0.9");
        Assert.Contains("\"ema\": 0.9", File.ReadAllText(Path.Combine(model, "config.json")), StringComparison.Ordinal);
        string[] again = ["train", "--train", ContextualFolder.Corpus, "--output", model, "--resume", "--threads", "1", "--device", "cpu"];
        Assert.Equal("--ema cannot change where a run goes on", Refusal.Of([.. again, "--ema", "0.8"]));
        InProcessTool.Done([.. again, "--epochs", "2"]);
        Assert.Equal(
            "--ema: expected a number of at least 0 and below 1, found '1'", Refusal.Of("train", "--train", "x", "--output", "y", "--ema", "1"));
    }

    private static string Tag(string model, params string[] options)
    {
        var tool = new InProcessTool("red car\n");
        Assert.Equal(0, tool.Run(["tag", model, "--device", "cpu", .. options]));
        return tool.Output;
    }

    private string Train(string name, params string[] options) => TrainOn(ContextualFolder.Corpus, name, options);

    private string TrainOn(string corpus, string name, params string[] options)
    {
        InProcessTool.Done(
        [
            "train", "--train", corpus, "--output", _folder[name], "--hidden", "4", "--embedding", "4", "--threads", "1", "--device", "cpu", "--lr", "0.02",
            "--epochs", "1", .. options,
        ]);
        return _folder[name];
    }
}
