using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rnnctl.Tests.Foreign;

/// <summary>A model knows how its data was read, and later verbs read alike.</summary>
public sealed class RememberedRolesTests : IDisposable
{
    private const string Sentences = "1\tthe\tthe\tDET\tDT\t_\t2\tdet\t_\tSpaceAfter=No\n2\tcat\tcat\tNOUN\tNN\t_\t0\troot\t_\t_\n\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_of_another_column_is_evaluated_on_that_column()
    {
        string file = Treebank();
        Train(file, "--column", "xpos");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", _folder["model"], file, "--json"));
        Assert.Equal("as in training: --column xpos", tool.ErrorLines[0]);
        Assert.Equal(["DT", "NN"], LabelsOf(tool));

        tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", _folder["model"], file, "--json", "--column", "upos"));
        Assert.DoesNotContain("as in training", tool.Error, StringComparison.Ordinal);
        Assert.Equal(["DET", "NOUN"], LabelsOf(tool));
    }

    [Fact]
    public void Columns_of_training_are_those_of_every_verb()
    {
        string file = _folder.Write("columns.conll", string.Concat(Enumerable.Repeat("1 the DT DET\n2 cat NN NOUN\n\n", 8)));
        Train(file, "--token-column", "2", "--label-column", "3");
        foreach (string[] verb in (string[][])[["eval"], ["score"], ["gradflow"], ["landscape", "--points", "3"]])
        {
            var tool = new InProcessTool();
            Assert.Equal(0, tool.Run([verb[0], _folder["model"], file, .. verb[1..]]));
            Assert.Equal("as in training: --token-column 2, --label-column 3", tool.ErrorLines[0]);
            Assert.DoesNotContain("did not have", tool.Error, StringComparison.Ordinal);
        }

        var plain = new InProcessTool();
        Assert.Equal(0, plain.Run("tag", _folder["model"], file));
        Assert.Equal($"warning: {file}: each line is read as a sentence, all columns as tokens; --format conll reads a token a line", plain.ErrorLines[0]);
        Assert.StartsWith("the cat\t", InProcessTool.Done("tag", _folder["model"], "--format", "conll", file), StringComparison.Ordinal);
        Assert.StartsWith(
            "DT NN\t", InProcessTool.Done("tag", _folder["model"], "--format", "conll", "--token-column", "3", file), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_goes_on_reads_the_same_columns()
    {
        string file = Treebank();
        Train(file, "--column", "xpos");
        Assert.Equal(0, Resume(file, "--epochs", "2").Code);
        Assert.Equal(0, Resume(file, "--epochs", "3", "--column", "xpos").Code);
        (int code, string error) = Resume(file, "--column", "upos");
        Assert.Equal(2, code);
        Assert.Contains("--column cannot change where a run goes on", error, StringComparison.Ordinal);
        Assert.Contains("--label-column cannot change where a run goes on", Resume(file, "--label-column", "2").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_of_an_older_version_goes_on_with_the_columns_that_the_user_gives()
    {
        string file = _folder.Write("columns.conll", string.Concat(Enumerable.Repeat("1 the DT\n2 cat NN\n\n", 8)));
        Train(file, "--token-column", "2");
        string path = _folder["model/config.json"];
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal(2, (int)configuration["text"]!["token_column"]!);
        configuration["text"]!.AsObject().Remove("token_column");
        File.WriteAllText(path, configuration.ToJsonString());
        Assert.Equal(0, Resume(file, "--epochs", "2", "--token-column", "2").Code);
    }

    [Fact]
    public void Conllu_is_read_as_predictions_in_the_column_of_the_labels()
    {
        string file = Treebank();
        Train(file, "--column", "xpos");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", _folder["model"], file, "--predictions", file));
        Assert.Contains("as predictions, CoNLL-U, column xpos", tool.Error, StringComparison.Ordinal);
        Assert.StartsWith("processed 16 tokens; accuracy: 100.00%", tool.Output, StringComparison.Ordinal);
        string longer = _folder.Write("longer.conllu", Sentences);
        Assert.Contains("longer.conllu: expected 8 sentences, found 1", ErrorOf(file, longer), StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_may_be_followed_by_numbers_and_no_other_labels_are_taken()
    {
        string file = _folder.Write("gold.conll", string.Concat(Enumerable.Repeat("the DT\ncat NN\n\n", 8)));
        Train(file);
        string scored = _folder.Write("scored", string.Concat(Enumerable.Repeat("the DT DT 0.98 -3e-4\ncat NN DT 0.5 0\n\n", 8)));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", _folder["model"], file, "--predictions", scored));
        Assert.Contains("labels in column 3", tool.Error, StringComparison.Ordinal);
        Assert.StartsWith("processed 16 tokens; accuracy:  50.00%", tool.Output, StringComparison.Ordinal);

        string other = _folder.Write("other", string.Concat(Enumerable.Repeat("the DT x\ncat NN y\n\n", 8)));
        string error = ErrorOf(file, other);
        Assert.Contains("no predicted label is a label of the gold file: expected such as 'DT', 'NN', found 'x', 'y'", error, StringComparison.Ordinal);
        Assert.Contains("the columns are 1 'the', 2 'DT', 3 'x'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_file_is_two_columns_to_translate_too()
    {
        string pairs = _folder.Write("pairs.tsv", string.Concat(Enumerable.Repeat("a b\tx y\nb\tx\n", 8)));
        Train(pairs, "--task", "translate");
        string sources = _folder.Write("sources", string.Concat(Enumerable.Repeat("a b\nb\n", 8)));
        string expected = InProcessTool.Done("translate", _folder["model"], sources, "--json");
        Assert.Equal(expected, InProcessTool.Done("translate", _folder["model"], pairs, "--json"));
        string three = _folder.Write("three.tsv", "a\tx\ny\tb\tc\n");
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("translate", _folder["model"], three));
        Assert.Contains("three.tsv:2: expected two tab-separated columns, source and target, found 3", tool.Error, StringComparison.Ordinal);
        tool = new InProcessTool("a\tx\n");
        Assert.Equal(0, tool.Run("translate", _folder["model"]));
        Assert.Contains("warning: standard input: a tab is read as a blank", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_goes_on_takes_no_other_vocabulary()
    {
        string pairs = _folder.Write("pairs.tsv", string.Concat(Enumerable.Repeat("a b\tx y\nb\tx\n", 8)));
        string own = _folder.Write("own", "<unk>\n<s>\n</s>\na\nb\n"), other = _folder.Write("other", "<unk>\n<s>\n</s>\nb\na\n");
        Train(pairs, "--task", "translate", "--src-vocab", own);
        Assert.Contains("nonexistent: no such file", Resume(pairs, "--src-vocab", "nonexistent").Error, StringComparison.Ordinal);
        Assert.Contains("--src-vocab cannot change where a run goes on", Resume(pairs, "--src-vocab", other).Error, StringComparison.Ordinal);
        Assert.Contains("--tgt-vocab cannot change where a run goes on", Resume(pairs, "--tgt-vocab", own).Error, StringComparison.Ordinal);
        Assert.Equal(0, Resume(pairs, "--src-vocab", own, "--epochs", "2").Code);
    }

    private static string[] LabelsOf(InProcessTool tool)
    {
        using JsonDocument result = JsonDocument.Parse(tool.Output);
        return [.. result.RootElement.GetProperty("labels").EnumerateArray().Where(one => one.GetProperty("gold").GetInt32() > 0)
            .Select(one => one.GetProperty("label").GetString()!).Order(StringComparer.Ordinal)];
    }

    private string Treebank() => _folder.Write("bank.conllu", string.Concat(Enumerable.Repeat(Sentences, 8)));

    private void Train(string file, params string[] options) => InProcessTool.Done(
        ["train", "--train", file, "--output", _folder["model"], "--hidden", "4", "--embedding", "4", "--epochs", "1", .. options]);

    private (int Code, string Error) Resume(string file, params string[] options)
    {
        var tool = new InProcessTool();
        return (tool.Run(["train", "--resume", "--train", file, "--output", _folder["model"], .. options]), tool.Error);
    }

    private string ErrorOf(string gold, string predictions)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("eval", _folder["model"], gold, "--predictions", predictions));
        return tool.Error;
    }
}
