using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary>What <c>rnnctl train --metric</c> picks the best model by.</summary>
public sealed class MetricTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f1")]
    [InlineData("accuracy")]
    [InlineData("loss")]
    public void The_best_tagger_is_the_best_by_the_metric(string metric)
    {
        string told = TrainTagger("--metric", metric, "--epochs", "4", "--patience", "9");
        double[] scores = [.. Column("score")];
        double[] expected = metric == "loss" ? [.. Column("valid_loss").Select(loss => Math.Exp(-loss))] : Column(metric);
        Assert.Equal(expected, scores);
        Assert.All(Metrics(), row => Assert.Equal(metric, row["metric"]));
        int best = Array.IndexOf(scores, scores.Max());
        double value = metric == "loss" ? -Math.Log(scores[best]) : 100 * scores[best];
        string shown = value.ToString(metric == "loss" ? "F4" : "F2", CultureInfo.InvariantCulture);
        Assert.Contains($"  {(metric == "loss" ? "valid loss" : metric)} {shown} best  ", told, StringComparison.Ordinal);
        Assert.Contains($"the best model {(metric == "loss" ? "has loss" : "scored")} {shown} at step", told, StringComparison.Ordinal);
        JsonElement progress = JsonDocument.Parse(File.ReadAllText(_folder["model/training.json"])).RootElement;
        Assert.Equal(Metrics()[best]["step"], progress.GetProperty("best_step").GetRawText());
        Assert.Contains($"best {metric} {shown}", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);
        Assert.Contains($"\"metric\": \"{metric}\"", File.ReadAllText(_folder["model/config.json"]), StringComparison.Ordinal);
        string picture = InProcessTool.Done("plot", _folder["model"], "--output", "-");
        Assert.Contains(metric switch { "f1" => "F1 (%)", "loss" => "loss (nats per token)", _ => "accuracy (%)" }, picture, StringComparison.Ordinal);

        // eval goes on to count what --score says.
        Assert.Contains("FB1:", InProcessTool.Done("eval", _folder["model"], SlotsModel.Validation, "--threads", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_run_keeps_its_metric()
    {
        TrainTagger("--epochs", "1");
        Assert.DoesNotContain("\"metric\"", File.ReadAllText(_folder["model/config.json"]), StringComparison.Ordinal);
        Assert.Equal("--metric cannot change where a run goes on", Refusal.Of(Words("--resume", "--metric", "loss")));
        Assert.Equal(0, new InProcessTool().Run(Words("--resume", "--metric", "f1", "--epochs", "2")));
        Assert.Equal(0, new InProcessTool().Run(Words("--overwrite", "--metric", "loss", "--epochs", "1")));
        Assert.Equal("--metric cannot change where a run goes on", Refusal.Of(Words("--resume", "--metric", "f1")));
        Assert.Equal(0, new InProcessTool().Run(Words("--resume", "--epochs", "2")));
        Assert.Equal(["loss", "loss"], Metrics().Select(row => row["metric"]));
    }

    [Fact]
    public void Patience_and_plateau_follow_the_metric()
    {
        // At this rate the loss rises again and again.
        TrainTagger("--metric", "loss", "--epochs", "8", "--patience", "2", "--schedule", "plateau", "--lr", "1", "--batch-size", "4", "--evaluate-every", "1");
        double[] losses = Column("valid_loss"), rates = Column("learning_rate");
        double least = double.PositiveInfinity;
        int without = 0, worse = 0;
        for (int row = 0; row < losses.Length; row++)
        {
            Assert.Equal(Math.Pow(0.5, worse), rates[row], 1e-12);
            Assert.True(without < 2, "training stops when patience has run out");
            without = losses[row] < least ? 0 : without + 1;
            worse += losses[row] < least ? 0 : 1;
            least = Math.Min(least, losses[row]);
        }

        Assert.Equal(2, without);
    }

    [Theory]
    [InlineData("chrf", 2)]
    [InlineData("bleu", 3)]
    public void A_translator_is_scored_on_what_its_beam_finds(string metric, int beam)
    {
        string told = TrainTranslator("--metric", metric, "--valid-beam", $"{beam}");
        Assert.Contains($"score: {metric} from 0 to 100 of translations (rnnctl eval --beam {beam})", told, StringComparison.Ordinal);

        // The longest translation is that of training, twice the longest source with its end, and ten.
        string[] eval = ["eval", _folder["model"], _folder["source"], _folder["target"], "--beam", $"{beam}", "--max-length", "24", "--json", "--threads", "1"];
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done(eval)).RootElement;
        Dictionary<string, string> best = Metrics()[^1];
        Assert.Equal(scores.GetProperty("bleu").GetDouble(), Number(best["bleu"]), 1e-9);
        Assert.Equal(scores.GetProperty("chrf").GetDouble(), Number(best["chrf"]), 1e-9);
        Assert.Equal(scores.GetProperty(metric).GetDouble() / 100, Number(best["score"]), 1e-9);
        Assert.Equal("--valid-beam cannot change where a run goes on", Refusal.Of(TranslatorWords("--resume", "--valid-beam", "1")));
    }

    [Theory]
    [InlineData("perplexity")]
    [InlineData("loss")]
    public void A_translator_by_its_loss_translates_nothing(string metric)
    {
        string told = TrainTranslator("--metric", metric);
        Assert.Contains($"score: {metric} of the targets; nothing is translated", told, StringComparison.Ordinal);
        Dictionary<string, string> row = Assert.Single(Metrics());
        Assert.Equal(("", ""), (row["bleu"], row["chrf"]));
        Assert.Equal(Math.Exp(-Number(row["valid_loss"])), Number(row["score"]), 1e-12);
        double shown = metric == "loss" ? Number(row["valid_loss"]) : Math.Exp(Number(row["valid_loss"]));
        string text = shown.ToString(metric == "loss" ? "F4" : "F3", CultureInfo.InvariantCulture);
        Assert.Contains($"  {(metric == "loss" ? "valid loss" : metric)} {text} best  ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_has_perplexity_or_loss()
    {
        string text = _folder.Write("text", "a b c\nb c\n");
        foreach (string metric in (string[])["perplexity", "loss"])
        {
            string[] words = ["train", "--task", "lm", "--train", text, "--valid", text, "--hidden", "4", "--embedding", "4", "--epochs", "1", "--output"];
            var tool = new InProcessTool();
            Assert.Equal(0, tool.Run([.. words, _folder["model"], "--overwrite", "--metric", metric, "--threads", "1"]));
            Assert.Contains($"  {metric} ", tool.Error, StringComparison.Ordinal);
            Assert.Equal(metric, Metrics()[0]["metric"]);
        }
    }

    [Fact]
    public void A_metric_that_there_is_not_is_refused()
    {
        Assert.Equal("--metric: expected one of f1, accuracy, loss with --task tag, found bleu", Refusal.Of(Words("--metric", "bleu")));
        Assert.Equal("--metric: expected one of f1, accuracy, loss with --task tag, found intent", Refusal.Of(Words("--metric", "intent")));
        Assert.Equal(
            "--metric: expected one of bleu, chrf, perplexity, loss with --task translate, found f1", Refusal.Of(TranslatorWords("--metric", "f1")));
        Assert.Equal(
            "--metric: unknown value 'wer', expected one of f1, accuracy, intent, bleu, chrf, perplexity, loss", Refusal.Of(Words("--metric", "wer")));
        Assert.Equal("--metric f1 and --score accuracy exclude each other", Refusal.Of(Words("--metric", "f1", "--score", "accuracy")));
        string plain = _folder.Write("plain.tsv", "tokens\tlabels\na b\tX Y\n");
        string[] words = ["train", "--train", plain, "--valid", plain, "--output", _folder["model"], "--metric", "f1"];
        Assert.StartsWith("--metric f1: the labels of --train mark no spans: ", Refusal.Of(words), StringComparison.Ordinal);
        Assert.Equal("--metric is of no use without --valid", Refusal.Of("train", "--train", plain, "--output", _folder["model"], "--metric", "loss"));
        Assert.Equal("--valid-beam is of no use with --task tag", Refusal.Of(Words("--valid-beam", "2")));
        Assert.Equal(
            "--valid-beam is of no use with --metric loss, which translates nothing", Refusal.Of(TranslatorWords("--metric", "loss", "--valid-beam", "2")));
        Assert.Equal("--valid-beam: expected a whole number of at least 1, found '0'", Refusal.Of(TranslatorWords("--valid-beam", "0")));
    }

    private string TrainTagger(params string[] options) => Train(Words(options));

    private string[] Words(params string[] options) =>
    [
        "train", "--train", SlotsModel.FirstSentences(_folder, 60), "--valid", SlotsModel.FirstSentences(_folder, 30), "--output", _folder["model"],
        "--hidden", "8", "--embedding", "8", "--threads", "1", "--device", "cpu", .. options.Contains("--lr") ? options : [.. options, "--lr", "0.02"],
    ];

    private string TrainTranslator(params string[] options) => Train(TranslatorWords(options));

    private string[] TranslatorWords(params string[] options)
    {
        string[] lines = ReverseModel.Sequences(150, seed: 1);
        string source = _folder.Write("source", string.Join('\n', lines) + "\n");
        string target = _folder.Write("target", string.Join('\n', lines.Select(ReverseModel.Reversed)) + "\n");
        return
        [
            "train", "--task", "translate", "--train", source, target, "--valid", source, target, "--output", _folder["model"], "--hidden", "16",
            "--embedding", "16", "--lr", "0.02", "--epochs", "1", "--threads", "1", "--device", "cpu", .. options,
        ];
    }

    private static string Train(string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, tool.Error);
        return tool.Error;
    }

    /// <summary>The rows of the model's metrics.csv by their columns.</summary>
    private Dictionary<string, string>[] Metrics()
    {
        string[][] lines = [.. File.ReadLines(_folder["model/metrics.csv"]).Select(line => line.Split(','))];
        return [.. lines[1..].Select(row => lines[0].Zip(row).ToDictionary(one => one.First, one => one.Second))];
    }

    private double[] Column(string name) => [.. Metrics().Select(row => Number(row[name]))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
