using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary>What <c>rnnctl translate</c> is told to begin with, and not to do.</summary>
public sealed class ForcedTranslationTests : IDisposable
{
    private static readonly string[] Sentences = ["a b c", "d e", "", "f f a"];
    private static readonly string[] Prefixes = ["c a", "", "", "b b"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("--beam", "1")]
    [InlineData("--nbest", "3", "--no-unknown")]
    [InlineData("--sample", "--nbest", "2")]
    [InlineData("--alignments", "--batch-size", "1")]
    [InlineData("--min-length", "5", "--no-repeat-ngram", "2")]
    public void Each_translation_begins_with_its_line_and_has_the_score_of_score(params string[] options)
    {
        JsonElement[] lines = Json(Sentences, [.. options, "--prefix", Lines("prefixes", Prefixes)]);
        Assert.Equal(Sentences, lines.Select(line => line.GetProperty("source").GetString()));
        Assert.Equal("e d", lines[1].GetProperty("translations")[0].GetProperty("text").GetString()![..3]);
        List<string> pairs = [];
        List<double> logProbabilities = [];
        for (int line = 0; line < lines.Length; line++)
        {
            foreach (JsonElement one in lines[line].GetProperty("translations").EnumerateArray())
            {
                string text = one.GetProperty("text").GetString()!;
                Assert.StartsWith(Prefixes[line], text, StringComparison.Ordinal);
                if (options.Contains("--alignments")) Assert.Equal(Words(text + "\n")[0].Length, one.GetProperty("alignment").GetArrayLength());
                if (line == 2) continue;
                pairs.Add($"{Sentences[line]}\t{text}\n");
                logProbabilities.Add(one.GetProperty("log_probability").GetDouble());
            }
        }

        var score = new InProcessTool(string.Concat(pairs));
        Assert.Equal(0, score.Run("score", ReverseModel.Path, "--threads", "1"));
        foreach ((string scored, double expected) in score.OutputLines.Zip(logProbabilities))
            Assert.Equal(expected, double.Parse(scored, CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public void An_ensemble_follows_the_beginnings_too_and_they_come_from_standard_input()
    {
        string input = Lines("input", Sentences);
        var tool = new InProcessTool(string.Concat(Prefixes.Select(prefix => prefix + "\n")));
        Assert.Equal(0, tool.Run("translate", ReverseModel.Path, input, "--ensemble", ReverseModel.Path, "--prefix", "-", "--threads", "1"));
        string alone = InProcessTool.Done("translate", ReverseModel.Path, input, "--prefix", Lines("prefixes", Prefixes), "--threads", "1");
        Assert.Equal(alone, tool.Output);
        Assert.StartsWith("c a", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void Beginnings_go_on_from_file_to_file_in_large_and_small_batches()
    {
        string[] sentences = ReverseModel.Sequences(300, seed: 8);
        string[] prefixes = [.. ReverseModel.Sequences(300, seed: 9).Select((line, number) => number % 3 == 0 ? "" : line)];
        string first = Lines("first", sentences[..170]), second = Lines("second", sentences[170..]), beginnings = Lines("prefixes", prefixes);
        string[] options = ["--prefix", beginnings, "--beam", "2", "--max-length", "20", "--threads", "1", "--quiet"];
        string[] words = ["translate", ReverseModel.Path, first, second, .. options];
        string together = InProcessTool.Done(words);
        string[] lines = together.Split('\n')[..^1];
        Assert.Equal(300, lines.Length);
        Assert.All(lines.Zip(prefixes), one => Assert.StartsWith(one.Second, one.First, StringComparison.Ordinal));
        Assert.Equal(together, InProcessTool.Done([.. words, "--batch-size", "7"]));
    }

    [Fact]
    public void Words_of_a_beginning_are_cut_into_the_targets_segments_and_joined_again()
    {
        string[] pairs = ["low lower\tlower low", "newest low\tlow newest", "lower newest\tnewest lower"];
        string data = Lines("pairs.tsv", pairs), vocabulary = _folder["vocabulary"], model = _folder["model"];
        InProcessTool.Done("vocab", data, "--output", vocabulary, "--bpe", "4");
        InProcessTool.Done(
            "train", "--task", "translate", "--train", data, "--output", model, "--src-vocab", vocabulary, "--tgt-vocab", vocabulary, "--hidden", "8",
            "--embedding", "8", "--epochs", "1", "--threads", "1", "--quiet");
        string[] options = ["--prefix", Lines("prefixes", ["newest low", "lower"]), "--max-length", "20", "--threads", "1", "--quiet"];
        string[] lines = InProcessTool.Done(["translate", model, Lines("input", ["low newest", "lower"]), .. options]).Split('\n');
        Assert.StartsWith("newest low", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("lower", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            $"{_folder["prefixes"]}:1: the target's vocabulary does not have 'lax', so no translation begins with it",
            Refusal.Of(["translate", model, _folder["input"], "--prefix", Lines("prefixes", ["low lax", ""])]));
    }

    [Fact]
    public void A_beginning_that_does_not_fit_ends_the_filter_after_the_lines_before()
    {
        string input = Lines("input", Sentences);
        AssertEnds(2, "PREFIX:3: expected the beginning of the translation of INPUT:3, found the end of the file", "a", "b");
        AssertEnds(4, "PREFIX:5: expected the end of the file after 4 sentences of input, found another line", "a", "", "", "", "");
        AssertEnds(1, "PREFIX:2: the target's vocabulary does not have 'x', so no translation begins with it", "a", "a x", "", "");
        AssertEnds(0, "PREFIX:1: the target's vocabulary does not have '</s>', so no translation begins with it", "</s>", "", "", "");
        AssertEnds(2, "PREFIX:3: expected nothing, since INPUT:3 is blank, found 'a b'", "", "", "a b", "");
        AssertEnds(3, "PREFIX:4: expected at most --max-length 6 symbols, found 7", "a", "", "", "a a a a a a a");
        AssertEnds(0, "PREFIX:1: looks like a binary file: expected UTF-8 text, found a NUL byte", "\0", "", "", "");

        void AssertEnds(int answered, string error, params string[] prefixes)
        {
            string path = Lines("prefixes", prefixes);
            var tool = new InProcessTool();
            Assert.Equal(2, tool.Run("translate", ReverseModel.Path, input, "--prefix", path, "--max-length", "6", "--threads", "1"));
            Assert.Equal(answered, tool.OutputLines.Length);
            error = error.Replace("PREFIX", path, StringComparison.Ordinal).Replace("INPUT", input, StringComparison.Ordinal);
            Assert.Contains($"error: {error}", tool.ErrorLines);
        }
    }

    [Fact]
    public void Short_translations_are_made_longer_and_none_repeats_an_ngram()
    {
        string input = Lines("input", ReverseModel.Sequences(40, seed: 10));
        string[] options = ["translate", ReverseModel.Path, input, "--threads", "1", "--max-length", "12", "--quiet"];
        string[][] plain = Words(InProcessTool.Done(options)), longer = Words(InProcessTool.Done([.. options, "--min-length", "5"]));
        Assert.Contains(plain, words => words.Length < 5);
        Assert.All(longer, words => Assert.InRange(words.Length, 5, 12));
        Assert.Contains(plain, words => words.Distinct().Count() < words.Length);
        Assert.All(Words(InProcessTool.Done([.. options, "--no-repeat-ngram", "1"])), words => Assert.Distinct(words));
        foreach (string[] words in Words(InProcessTool.Done([.. options, "--no-repeat-ngram", "2", "--min-length", "8", "--sample", "--temperature", "3"])))
            Assert.Distinct(words.Zip(words.Skip(1)));
    }

    [Fact]
    public void Lists_have_the_form_of_Marian_and_eval_reads_them()
    {
        string input = Lines("input", Sentences), targets = Lines("targets", ["c b a", "e d", "", "a f f"]);
        string[] list = ["translate", ReverseModel.Path, input, "--nbest", "2", "--threads", "1"];
        string[][] tabs = [.. InProcessTool.Done(list).Split('\n')[..^1].Select(line => line.Split('\t'))];
        string marian = InProcessTool.Done([.. list, "--nbest-format", "marian"]);
        Assert.Equal(tabs.Select(one => $"{one[0]} ||| {one[1]} ||| F0= {one[2]} ||| {one[3]}"), marian.Split('\n')[..^1]);
        Assert.StartsWith("0 ||| c b a ||| F0= -", marian, StringComparison.Ordinal);
        Assert.Contains("\n2 |||  ||| F0= 0.0000 ||| 0.0000\n", marian, StringComparison.Ordinal);
        string aligned = InProcessTool.Done([.. list, "--nbest-format", "marian", "--alignments"]);
        Assert.Matches(@"^0 \|\|\| c b a \|\|\| [0-2]-0 [0-2]-1 [0-2]-2 \|\|\| F0= -[0-9.]+ \|\|\| -[0-9.]+\n", aligned);

        string[] eval = ["eval", ReverseModel.Path, input, targets, "--predictions"];
        string expected = InProcessTool.Done([.. eval, _folder.Write("list", InProcessTool.Done(list))]);
        Assert.Equal(expected, InProcessTool.Done([.. eval, _folder.Write("marian", marian)]));
        Assert.Equal(expected, InProcessTool.Done([.. eval, _folder.Write("aligned", aligned)]));
    }

    [Theory]
    [InlineData("--min-length: expected a number of at most --max-length, 200, found 201", "--min-length", "201")]
    [InlineData("--min-length: expected a whole number of at least 0, found '-1'", "--min-length", "-1")]
    [InlineData("--no-repeat-ngram: expected a whole number of at least 0, found 'x'", "--no-repeat-ngram", "x")]
    [InlineData("--nbest-format is of no use without --nbest", "--nbest-format", "marian")]
    [InlineData("--nbest-format and --json exclude each other", "--nbest-format", "tsv", "--nbest", "2", "--json")]
    [InlineData("--nbest-format: unknown value 'moses', expected one of tsv, marian", "--nbest-format", "moses", "--nbest", "2")]
    [InlineData("standard input can be read only once", "--prefix", "-")]
    [InlineData("missing: no such file", "--prefix", "missing")]
    public void Wrong_options_are_refused(string message, params string[] options) =>
        Assert.Equal(message, Refusal.Of(["translate", ReverseModel.Path, .. options]));

    private JsonElement[] Json(string[] sentences, string[] options)
    {
        string output = InProcessTool.Done(["translate", ReverseModel.Path, Lines("input", sentences), "--json", "--threads", "1", .. options]);
        return [.. output.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private string Lines(string name, string[] lines) => _folder.Write(name, string.Concat(lines.Select(line => line + "\n")));

    private static string[][] Words(string output) => [.. output.Split('\n')[..^1].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
