using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>-</c> in the place of a file that is read.</summary>
public sealed class StandardInputTests(SmallLanguageModel small) : IClassFixture<SmallLanguageModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("translate")]
    [InlineData("tag")]
    [InlineData("score")]
    [InlineData("embed")]
    public void A_filter_reads_it_among_its_files(string verb)
    {
        string model = verb switch
        {
            "translate" => ReverseModel.Path,
            "tag" => SlotsModel.Path,
            _ => small.Model,
        };
        string first = _folder.Write("first", "a cat\n"), second = _folder.Write("second", "the dog\nsleeps\n"), third = _folder.Write("third", "a\n");
        string expected = InProcessTool.Done(verb, model, first, second, third);
        Assert.Equal(expected, Output(File.ReadAllText(second), verb, model, first, "-", third));
        Assert.Equal(InProcessTool.Done(verb, model, second), Output(File.ReadAllText(second), verb, model, "-"));
    }

    [Fact]
    public void Score_takes_one_side_of_a_pair_or_labelled_sentences_from_it()
    {
        string sources = _folder.Write("source", "a b c\nd e\n"), targets = _folder.Write("target", "c b a\ne d\n");
        string expected = InProcessTool.Done("score", ReverseModel.Path, sources, targets);
        Assert.Equal(expected, Output(File.ReadAllText(sources), "score", ReverseModel.Path, "-", targets));
        Assert.Equal(expected, Output(File.ReadAllText(targets), "score", ReverseModel.Path, sources, "-"));
        Assert.Equal(expected, Output("a b c\tc b a\nd e\te d\n", "score", ReverseModel.Path, "-"));
        string labelled = SlotsModel.FirstSentences(_folder, 5);
        Assert.Equal(InProcessTool.Done("score", SlotsModel.Path, labelled), Output(File.ReadAllText(labelled), "score", SlotsModel.Path, "-"));
    }

    [Fact]
    public void Eval_takes_its_files_or_the_predictions_from_it()
    {
        string gold = SlotsModel.FirstSentences(_folder, 20);
        string expected = InProcessTool.Done("eval", SlotsModel.Path, gold, "--json");
        Assert.Equal(F1(expected), F1(Output(File.ReadAllText(gold), "eval", SlotsModel.Path, "-", "--json")));
        string predictions = Output(string.Join('\n', File.ReadLines(gold).Skip(1).Select(line => line.Split('\t')[0])), "tag", SlotsModel.Path);
        Assert.Equal(F1(expected), F1(Output(predictions, "eval", SlotsModel.Path, gold, "--predictions", "-", "--json")));
        string[] lm = ["eval", small.Model, "-", "--json"];
        string ofText = InProcessTool.Done("eval", small.Model, small.Text, "--json");
        Assert.Equal(Number(ofText, "perplexity"), Number(Output(File.ReadAllText(small.Text), lm), "perplexity"));
        string[] pairs = ["eval", ReverseModel.Path, "-", ReverseModel.ValidationTarget, "--json"];
        string ofFiles = InProcessTool.Done("eval", ReverseModel.Path, ReverseModel.ValidationSource, ReverseModel.ValidationTarget, "--json");
        Assert.Equal(Number(ofFiles, "bleu"), Number(Output(File.ReadAllText(ReverseModel.ValidationSource), pairs), "bleu"));
    }

    [Fact]
    public void Vocab_counts_its_words()
    {
        string text = _folder.Write("text", "low low lower\nnewest\n");
        InProcessTool.Done("vocab", text, text, "--output", _folder["files"], "--bpe", "3");
        Output(File.ReadAllText(text), "vocab", "-", text, "--output", _folder["piped"], "--bpe", "3");
        foreach (string name in (string[])["vocab.txt", "merges.txt"])
            Assert.Equal(File.ReadAllText(_folder[$"files/{name}"]), File.ReadAllText(_folder[$"piped/{name}"]));
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("translate")]
    [InlineData("lm")]
    public void A_model_learns_the_same_from_it(string task)
    {
        string[] files = task switch
        {
            "tag" => [_folder.Write("train.tsv", "tokens\tlabels\na b\tX Y\nb\tY\n")],
            "translate" => [_folder.Write("source", "a b\nc\n"), _folder.Write("target", "b a\nc\n")],
            _ => [small.Text],
        };
        string[] options = ["--task", task, "--hidden", "4", "--embedding", "4", "--epochs", "2", "--batch-size", "2", "--threads", "1", "--device", "cpu"];
        InProcessTool.Done(["train", "--train", .. files, "--output", _folder["files"], .. options]);
        Output(File.ReadAllText(files[0]), ["train", "--train", "-", .. files[1..], "--output", _folder["piped"], .. options]);
        Assert.Equal(File.ReadAllBytes(_folder["files/model.safetensors"]), File.ReadAllBytes(_folder["piped/model.safetensors"]));
    }

    [Fact]
    public void What_it_cannot_give_is_refused_by_its_name()
    {
        string train = _folder.Write("train.tsv", "tokens\tlabels\na b\tX Y\n");
        AssertRefused(
            "standard input: --stream reads a file at many places, which a pipe or a compressed file does not allow", "tokens\tlabels\na\tX\n",
            "train", "--train", "-", "--output", _folder["model"], "--stream");
        AssertRefused("standard input:1: expected", "a b\n", "eval", SlotsModel.Path, "-", "--format", "tsv");
        AssertRefused("standard input: expected sentences, found an empty file", "", "eval", SlotsModel.Path, "-", "--format", "tsv");
        AssertRefused("standard input: expected sentences, found no words", "", "vocab", "-", "--output", _folder["vocabulary"]);
        foreach (string[] words in (string[][])
        [
            ["train", "--train", "-", "--valid", "-", "--output", _folder["model"]],
            ["train", "--train", train, "--valid", "-", "--pretrained", "-", "--output", _folder["model"]],
            ["eval", SlotsModel.Path, "-", "--predictions", "-"],
            ["eval", "--predictions", "-", "--reference", train, "--compare", "-"],
            ["tag", SlotsModel.Path, "-", "-"],
            ["embed", small.Model, "-", "-"],
            ["score", ReverseModel.Path, "-", "-"],
            ["vocab", "-", "-", "--output", _folder["vocabulary"]],
            ["translate", ReverseModel.Path, "-", "--prefix", "-"],
        ])
        {
            Assert.Equal("standard input can be read only once", Refusal.Of(words));
        }
    }

    private static void AssertRefused(string error, string input, params string[] words)
    {
        var tool = new InProcessTool(input);
        Assert.Equal(2, tool.Run(words));
        Assert.Contains(tool.ErrorLines, line => line.StartsWith($"error: {error}", StringComparison.Ordinal));
    }

    private static string Output(string input, params string[] words)
    {
        var tool = new InProcessTool(input);
        int code = tool.Run(words);
        Assert.True(code == 0, tool.Error);
        return tool.Output;
    }

    private static double F1(string json) => Number(json, "f1");

    private static double Number(string json, string key) => JsonDocument.Parse(json).RootElement.GetProperty(key).GetDouble();
}
