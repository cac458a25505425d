using System.Text.RegularExpressions;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>A small corpus with many kinds of spans: for some epochs a tagger finds none, while its loss falls.</summary>
public sealed class SmallCorpusTrainingTests : IDisposable
{
    private const string Header = "tokens\tlabels\n";
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;

    public SmallCorpusTrainingTests()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 20).Select(number => $"fly to city{number} on a day\tO O B-city{number} O O O");
        _corpus = _folder.Write("spans.tsv", Header + string.Join('\n', lines) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Patience_does_not_run_before_the_first_span_is_found()
    {
        InProcessTool tool = Train("--epochs", "5", "--patience", "1");
        string[] evaluations = [.. tool.ErrorLines.Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))];
        Assert.Equal(5, evaluations.Length);
        Assert.All(evaluations, line => Assert.Contains("  f1 0.00", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_models_without_any_span_the_one_with_the_lowest_loss_is_kept()
    {
        InProcessTool tool = Train("--epochs", "5", "--patience", "5");
        string[] lines = tool.ErrorLines;
        Assert.Matches("^epoch 5 .*  f1 0.00 best ", lines[^3]);
        Assert.StartsWith("done: the best model scored 0.00 at step 25;", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_useless_model_is_told_with_what_to_try()
    {
        InProcessTool tool = Train("--epochs", "2", "--quiet");
        Assert.Matches(
            @"^warning: the model has learnt little: its best f1 is 0\.00; "
            + @"try more --epochs \(2; --resume goes on\), more --patience \(5\) or another --lr \(0\.01\)\n$",
            tool.Error);
        Assert.DoesNotContain("warning", SlotsModel.Run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_useless_accuracy_is_that_of_the_most_frequent_label()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 40).Select(number => $"a b{number} c\tX Y{number % 5} X");
        string corpus = _folder.Write("labels.tsv", Header + string.Join('\n', lines) + "\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run([.. Options(corpus), "--epochs", "1"]));
        Assert.Contains("warning: the model has learnt little: its best accuracy is ", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_rnnctl_0_1_0_goes_on()
    {
        Train("--epochs", "2");
        (string Name, string Pattern)[] additions = [("training.json", "  \"(best|lowest)_loss\".*\n"), ("metrics.csv", "(,[a-z0-9]*){3}(?=\n)")];
        foreach ((string name, string pattern) in additions)
        {
            string path = Path.Combine(_folder["model"], name), text = File.ReadAllText(path), older = Regex.Replace(text, pattern, "");
            Assert.NotEqual(text, older);
            File.WriteAllText(path, older);
        }

        InProcessTool tool = Train("--epochs", "3", "--resume");
        Assert.Contains(tool.ErrorLines, line => line.StartsWith("epoch 3  step 15 ", StringComparison.Ordinal));
        Assert.EndsWith(",bleu,chrf,metric", File.ReadLines(Path.Combine(_folder["model"], "metrics.csv")).First(), StringComparison.Ordinal);
    }

    private string[] Options(string corpus) =>
    [
        "train", "--train", corpus, "--valid", corpus, "--output", _folder["model"], "--hidden", "8", "--embedding", "8", "--batch-size", "4", "--threads", "1",
        "--lr", "0.01",
    ];

    private InProcessTool Train(params string[] options)
    {
        var tool = new InProcessTool();
        Assert.True(tool.Run([.. Options(_corpus), .. options]) == 0, tool.Error);
        return tool;
    }
}
