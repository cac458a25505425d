using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl score</c> of language models against plain loops, and of all tasks against the loss of <c>eval</c>.</summary>
public sealed class ScoreTests(SmallLanguageModel small) : IClassFixture<SmallLanguageModel>, IDisposable
{
    private static readonly string[] Sentences = ["a dog sleeps", "", "the Zebra", "cat"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sentence_has_the_sum_of_its_words_and_its_end_in_each_direction()
    {
        string[] printed = Score(Lines(Sentences), small.Model);
        JsonElement[] lines = [.. Score(Lines(Sentences), small.Model, "--json", "--words").Select(line => JsonDocument.Parse(line).RootElement)];
        using NaiveLstmModel naive = small.Naive();
        for (int line = 0; line < Sentences.Length; line++)
        {
            string[] words = Sentences[line].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double[] forward = naive.LogProbabilities("forward", [.. words.Prepend("<s>")], [.. words.Append("</s>")]);
            double[] backward = naive.LogProbabilities("backward", [.. words.Append("</s>").Reverse()], [.. words.Reverse(), "<s>"]);
            Assert.Equal(forward.Sum(), lines[line].GetProperty("log_probability").GetDouble(), 1e-4);
            Assert.Equal(forward.Sum(), lines[line].GetProperty("forward_log_probability").GetDouble(), 1e-4);
            Assert.Equal(backward.Sum(), lines[line].GetProperty("backward_log_probability").GetDouble(), 1e-4);
            JsonElement[] symbols = [.. lines[line].GetProperty("symbols").EnumerateArray()];
            Assert.Equal([.. words, "</s>"], symbols.Select(symbol => symbol.GetProperty("symbol").GetString()));
            Assert.All(symbols.Zip(forward), one => Assert.Equal(one.Second, one.First.GetProperty("log_probability").GetDouble(), 1e-4));
            Assert.Equal(forward.Sum(), double.Parse(printed[line], CultureInfo.InvariantCulture), 2e-4);
        }
    }

    [Fact]
    public void Words_are_columns_with_their_scores()
    {
        string line = Assert.Single(Score("cat\n", small.Model, "--words"));
        Assert.Matches(@"^-[0-9]+\.[0-9]{4}\tcat -[0-9]+\.[0-9]{4}\t</s> -[0-9]+\.[0-9]{4}$", line);
    }

    [Fact]
    public void A_sentence_that_is_longer_than_a_batch_is_read_in_windows()
    {
        string[] words = [.. Enumerable.Range(0, 5000).Select(place => place % 3 == 0 ? "dog" : place % 7 == 0 ? "a" : "sleeps")];
        JsonElement score = JsonDocument.Parse(Assert.Single(Score(Lines([string.Join(' ', words)]), small.Model, "--json"))).RootElement;
        using NaiveLstmModel naive = small.Naive();
        double forward = naive.LogProbabilities("forward", [.. words.Prepend("<s>")], [.. words.Append("</s>")]).Sum();
        double backward = naive.LogProbabilities("backward", [.. words.Append("</s>").Reverse()], [.. words.Reverse(), "<s>"]).Sum();
        Assert.Equal(forward, score.GetProperty("forward_log_probability").GetDouble(), 0.05);
        Assert.Equal(backward, score.GetProperty("backward_log_probability").GetDouble(), 0.05);
    }

    [Fact]
    public void A_translators_scores_add_up_to_the_loss_of_eval()
    {
        string sources = _folder.Write("source", "a b c\nd e\nf\n"), targets = _folder.Write("target", "c b a\ne d\n\n");
        string columns = _folder.Write("pairs.tsv", "a b c\tc b a\nd e\te d\nf\t\n");
        JsonElement eval = JsonDocument.Parse(InProcessTool.Done("eval", ReverseModel.Path, sources, targets, "--json", "--device", "cpu")).RootElement;
        string[] lines = Score("", ReverseModel.Path, sources, targets, "--json");
        double expected = -eval.GetProperty("loss").GetDouble() * eval.GetProperty("tokens").GetInt32();
        Assert.Equal(expected, lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("log_probability").GetDouble()), 1e-4);
        Assert.Equal(lines, Score("", ReverseModel.Path, columns, "--json"));
        Assert.Equal(lines, Score(File.ReadAllText(columns), ReverseModel.Path, "--json"));
        JsonElement scored = JsonDocument.Parse(Score("d e\te d\n", ReverseModel.Path, "--json", "--words")[0]).RootElement;
        JsonElement[] symbols = [.. scored.GetProperty("symbols").EnumerateArray()];
        Assert.Equal(["e", "d", "</s>"], symbols.Select(symbol => symbol.GetProperty("symbol").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_taggers_scores_add_up_to_the_loss_of_eval(bool crf)
    {
        string model = SlotsModel.Path, data = SlotsModel.FirstSentences(_folder, 20);
        if (crf)
        {
            model = _folder["crf"];
            InProcessTool.Done(
                "train", "--train", data, "--output", model, "--crf", "--hidden", "8", "--embedding", "8", "--epochs", "1", "--device", "cpu", "--quiet");
        }

        JsonElement eval = JsonDocument.Parse(InProcessTool.Done("eval", model, data, "--json", "--device", "cpu")).RootElement;
        string[] lines = Score("", model, data, "--json");
        double expected = -eval.GetProperty("loss").GetDouble() * eval.GetProperty("tokens").GetInt32();
        Assert.Equal(expected, lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("log_probability").GetDouble()), 1e-3);
        Assert.Equal(lines, Score(File.ReadAllText(data), model, "--json", "--format", "tsv"));
        if (crf) return;
        JsonElement first = JsonDocument.Parse(Score("", model, data, "--json", "--words")[0]).RootElement;
        double sum = first.GetProperty("symbols").EnumerateArray().Sum(symbol => symbol.GetProperty("log_probability").GetDouble());
        Assert.Equal(first.GetProperty("log_probability").GetDouble(), sum, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_labelling_has_the_log_probability_of_a_naive_sum(bool crf)
    {
        string[] rows = ["a b c\tX Y Z", "b\tY", "c a b a\tX X Y Y", "a c\tZ X"];
        string data = _folder.Write("labels.tsv", Lines(rows.Prepend("tokens\tlabels"))), model = _folder["model"];
        string[] options = crf ? ["--crf"] : [];
        InProcessTool.Done([
            "train", "--train", data, "--output", model, "--no-bidirectional", "--hidden", "5", "--embedding", "4", "--lr", "0.1", "--epochs", "3",
            "--batch-size", "2", "--device", "cpu", "--threads", "1", "--quiet", .. options,
        ]);
        string[] lines = Score("", model, data, "--json");
        using var naive = new NaiveLstmModel(model, layers: 1, residual: false);
        string[] labels = File.ReadAllLines(Path.Combine(model, "vocab", "labels.txt"));
        foreach ((string row, string line) in rows.Zip(lines))
        {
            string[][] columns = [.. row.Split('\t').Select(column => column.Split(' '))];
            int[] gold = [.. columns[1].Select(label => Array.IndexOf(labels, label))];
            double[][] logits = naive.Logits("encoder", columns[0]);
            double expected = crf
                ? FieldScore(naive, logits, gold) - Math.Log(Labellings(gold.Length, labels.Length).Sum(one => Math.Exp(FieldScore(naive, logits, one))))
                : gold.Zip(logits, (label, one) => one[label] - Math.Log(one.Sum(Math.Exp))).Sum();
            Assert.Equal(expected, JsonDocument.Parse(line).RootElement.GetProperty("log_probability").GetDouble(), 1e-4);
        }
    }

    [Fact]
    public void A_labelled_sentence_is_answered_before_the_input_ends_and_those_before_a_mistake_are_too()
    {
        using var tool = new RunningTool("score", SlotsModel.Path, "--format", "slash", "--threads", "1", "--quiet");
        tool.WriteLine("arrive/O Taipei/B-destination");
        Assert.StartsWith("-", tool.ReadLine(), StringComparison.Ordinal);
        tool.WriteLine("leave/O");
        Assert.StartsWith("-", tool.ReadLine(), StringComparison.Ordinal);
        tool.WriteLine("Taipei");
        ToolProcess end = tool.End();
        Assert.Equal((2, "", "error: standard input:3: expected token/label, found 'Taipei'"), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public void A_label_that_training_did_not_see_has_probability_zero()
    {
        string input = "tokens\tlabels\narrive on\tO B-nowhere\n";
        Assert.Matches(@"^-inf\tO -[0-9]+\.[0-9]{4}\tB-nowhere -inf$", Assert.Single(Score(input, SlotsModel.Path, "--format", "tsv", "--words")));
        JsonElement score = JsonDocument.Parse(Assert.Single(Score(input, SlotsModel.Path, "--format", "tsv", "--json"))).RootElement;
        Assert.Equal(JsonValueKind.Null, score.GetProperty("log_probability").ValueKind);
    }

    [Fact]
    public void A_slip_is_named()
    {
        string one = _folder.Write("one", "a\n"), two = _folder.Write("two", "a\nb\n");
        Assert.Equal($"{one}:1: expected two tab-separated columns, source and target, found 1", Refusal.Of("score", ReverseModel.Path, one));
        Assert.Equal($"--format is of no use with {small.Model}, a language model", Refusal.Of("score", small.Model, "--format", "tsv"));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("score", ReverseModel.Path, one, two, "--device", "cpu"));
        Assert.Single(tool.OutputLines);
        Assert.Contains($"error: {two}:2: expected a source for every target, found the end of {one}", tool.ErrorLines);
    }

    /// <summary>The score of a labelling: start, emissions, transitions and end (Lafferty et al. 2001).</summary>
    private static double FieldScore(NaiveLstmModel model, double[][] emissions, int[] labels)
    {
        float[][] transitions = model.Matrix("crf.transitions");
        double score = model.Matrix("crf.start_transitions")[0][labels[0]] + model.Matrix("crf.end_transitions")[0][labels[^1]];
        for (int token = 0; token < labels.Length; token++)
            score += emissions[token][labels[token]] + (token == 0 ? 0 : transitions[labels[token - 1]][labels[token]]);
        return score;
    }

    private static IEnumerable<int[]> Labellings(int tokens, int labels) => tokens == 0
        ? [[]]
        : Labellings(tokens - 1, labels).SelectMany(before => Enumerable.Range(0, labels).Select(label => (int[])[.. before, label]));

    private static string Lines(IEnumerable<string> sentences) => string.Concat(sentences.Select(sentence => sentence + "\n"));

    private static string[] Score(string input, string model, params string[] words)
    {
        var tool = new InProcessTool(input);
        int code = tool.Run(["score", model, "--device", "cpu", "--threads", "1", .. words]);
        Assert.True(code == 0, tool.Error);
        return tool.OutputLines;
    }
}
