using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl eval</c> on the slots example.</summary>
public sealed class EvalTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "task", "sentences", "tokens", "loss", "accuracy", "precision", "recall", "f1", "macro_f1", "scheme", "labels", "perplexity", "bleu", "chrf",
        "unseen_labels", "odd_labels", "unknown_share", "seconds", "tokens_per_second",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Score_of_eval_is_the_score_that_training_reported()
    {
        ToolProcess run = ToolProcess.Rnnctl("eval", SlotsModel.Path, SlotsModel.Validation, "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(Keys, result.EnumerateObject().Select(entry => entry.Name));
        double score = result.GetProperty("f1").GetDouble();
        Assert.True(score > 0.95, run.Output);
        string told = string.Create(CultureInfo.InvariantCulture, $"done: the best model scored {100 * score:F2} at step");
        Assert.Contains(told, SlotsModel.Run.Error, StringComparison.Ordinal);
        Assert.Equal((400, 3778), (result.GetProperty("sentences").GetInt32(), result.GetProperty("tokens").GetInt32()));
        Assert.Equal(
            ["airline", "class", "date", "departure", "destination"],
            result.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString()));
    }

    [Theory]
    [InlineData("tsv", false)]
    [InlineData("tsv", true)]
    [InlineData("conll", false)]
    [InlineData("conll", true)]
    [InlineData("slash", false)]
    [InlineData("json", false)]
    [InlineData("json", true)]
    [InlineData("labels", false)]
    public void Output_of_tag_has_the_same_score_as_the_model(string format, bool probabilities)
    {
        IEnumerable<string> sentences = File.ReadLines(SlotsModel.Validation).Skip(1).Select(line => line.Split('\t')[0] + "\n");
        string[] words = ["tag", SlotsModel.Path, _folder.Write("sentences.txt", string.Concat(sentences)), "--output-format", format];
        string predictions = _folder.Write("predictions", InProcessTool.Done(probabilities ? [.. words, "--probabilities"] : words));

        string expected = InProcessTool.Done("eval", SlotsModel.Path, SlotsModel.Validation, "--confusion");
        string scored = InProcessTool.Done("eval", SlotsModel.Path, SlotsModel.Validation, "--confusion", "--predictions", predictions);
        Assert.Equal(WithoutLoss(expected), WithoutLoss(scored));
        Assert.Contains("processed 3778 tokens with 1098 phrases", scored, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_that_training_did_not_have_counts_as_wrong_and_a_note_says_so()
    {
        string gold = _folder.Write("gold.tsv", "tokens\tlabels\nleave Taipei\tO B-departure\narrive Taipei\tO B-harbour\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", SlotsModel.Path, gold, "--json"));
        JsonElement result = JsonDocument.Parse(tool.Output).RootElement;
        Assert.Equal((0.75, 0.5, 1), (Number("accuracy"), Number("recall"), Number("unseen_labels")));
        Assert.Single(tool.ErrorLines, "1 token with a label that the training data did not have, counted as wrong");

        var scored = new InProcessTool();
        string predicted = _folder.Write("predicted", """
            {"tokens":["leave","Taipei"],"labels":["O","B-departure"]}
            {"tokens":["arrive","Taipei"],"labels":["O","B-harbour"]}

            """);
        Assert.Equal(0, scored.Run("eval", SlotsModel.Path, gold, "--predictions", predicted));
        Assert.Contains("FB1: 100.00", scored.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("counted as wrong", scored.Error, StringComparison.Ordinal);

        double Number(string key) => result.GetProperty(key).GetDouble();
    }

    [Fact]
    public void Labels_are_scored_by_accuracy_where_the_user_says_so()
    {
        string gold = _folder.Write("gold.conll", "leave O\nTaipei O\n\narrive O\nTaipei X\n");
        string[] words = ["eval", SlotsModel.Path, gold, "--score", "accuracy", "--json", "--quiet"];
        JsonElement result = JsonDocument.Parse(InProcessTool.Done(words)).RootElement;
        Assert.Equal(0.5, result.GetProperty("accuracy").GetDouble());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("f1").ValueKind);
    }

    private static string[] WithoutLoss(string report) =>
        [.. report.Split('\n').Where(line => !line.StartsWith("loss:", StringComparison.Ordinal))];
}
