using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Language models of byte-pair segments (<c>--src-vocab</c>) and of characters (<c>--unit characters</c>).</summary>
public sealed class LanguageModelUnitTests(RepeatedNames names) : IClassFixture<RepeatedNames>, IDisposable
{
    private static readonly string[] Small =
        ["--hidden", "32", "--embedding", "16", "--dropout", "0", "--lr", "0.02", "--batch-size", "16", "--device", "cpu", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Segments_are_learnt_drawn_as_words_and_measured_per_segment_and_per_word()
    {
        MakeSegments();
        string[] told = Train("run", 20, "--src-vocab", _folder["vocab"]);
        Assert.Contains(told, line => line.EndsWith(", segments of 5 merges", StringComparison.Ordinal));
        JsonElement result = Eval(names.Validation);
        int tokens = result.GetProperty("tokens").GetInt32();
        Assert.True(tokens > 500, $"expected more segments than words and ends, found {tokens}");
        Assert.Equal(Math.Exp(result.GetProperty("loss").GetDouble() * tokens / 500), result.GetProperty("word_perplexity").GetDouble(), 1e-9);
        Assert.False(result.TryGetProperty("bits_per_character", out _));
        Assert.InRange(result.GetProperty("word_perplexity").GetDouble(), 1, 1.3 * Math.Exp(RepeatedNames.Entropy));
        Assert.InRange(Sample("--count", "50").Count(RepeatedNames.Has), 35, 50);
        Assert.Equal(["clara hears that clara"], Sample("--prompt", "clara hears", "--top-k", "1"));
        Assert.Contains("unit        words, segmented by byte-pair encoding", InProcessTool.Done("inspect", _folder["run"]).Split('\n'));
    }

    [Fact]
    public void A_word_with_an_unknown_segment_is_one_unknown_word()
    {
        MakeSegments();
        Train("run", 1, "--src-vocab", _folder["vocab"]);
        string text = _folder.Write("text", "anna zzz that xax\n");
        Assert.Equal(2, Eval(text).GetProperty("unknown_words").GetInt32());
        Assert.Contains(" in 4 words, 2 of them unknown; ", InProcessTool.Done("eval", _folder["run"], text), StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_are_learnt_drawn_as_text_and_measured_per_character_and_per_word()
    {
        string[] told = Train("run", 12, "--unit", "characters");
        Assert.Contains(told, line => line.EndsWith(", characters", StringComparison.Ordinal));
        Assert.Equal(["<unk>", "<s>", "</s>", "<space>"], File.ReadLines(_folder["run/vocab/tokens.txt"]).Take(4));
        JsonElement result = Eval(names.Validation);
        int tokens = result.GetProperty("tokens").GetInt32();
        Assert.Equal(File.ReadAllText(names.Validation).Length, tokens); // A line end for each sentence's.
        double loss = result.GetProperty("loss").GetDouble();
        Assert.Equal(Math.Exp(loss * tokens / 500), result.GetProperty("word_perplexity").GetDouble(), 1e-9);
        Assert.Equal(loss / Math.Log(2), result.GetProperty("bits_per_character").GetDouble(), 1e-9);
        Assert.InRange(result.GetProperty("word_perplexity").GetDouble(), 1, 1.3 * Math.Exp(RepeatedNames.Entropy));
        Assert.InRange(Sample("--count", "50").Count(RepeatedNames.Has), 30, 50);
        Assert.StartsWith("ben sees that ", Sample("--prompt", "ben  se", "--top-k", "1")[0], StringComparison.Ordinal);
        Assert.Matches("^ben (sees|hears) that ", Sample("--prompt", "ben ", "--top-k", "1")[0]);
        Assert.Contains("unit        characters", InProcessTool.Done("inspect", _folder["run"]).Split('\n'));
    }

    [Fact]
    public void Eval_of_characters_says_what_it_counts()
    {
        Train("run", 1, "--unit", "characters", "--direction", "forward");
        string[] lines = InProcessTool.Done("eval", _folder["run"], _folder.Write("text", " anna\t sees \nx\n")).Split('\n');
        Assert.Matches("^perplexity forward, per character: [0-9.]+$", lines[0]);
        Assert.Matches("^perplexity per word: [0-9.]+$", lines[1]);
        Assert.Matches("^bits per character: [0-9.]+$", lines[2]);
        Assert.Matches("^loss: [0-9.]+; 2 sentences; 10 characters in 3 words, 1 of them unknown; [0-9,]+ tokens/s$", lines[3]);
    }

    [Theory]
    [InlineData("--unit characters")]
    [InlineData("--src-vocab")]
    public void A_run_of_more_epochs_goes_on_where_a_shorter_one_ended(string options)
    {
        MakeSegments();
        string[] unit = options == "--src-vocab" ? [options, _folder["vocab"]] : options.Split(' ');
        Train("whole", 2, unit);
        Train("run", 1, unit);
        Train("run", 2, "--resume");
        foreach (string file in (string[])["model.safetensors", "training.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"run/{file}"]));
    }

    [Theory]
    [InlineData("--unit characters --src-vocab x", "--unit characters and --src-vocab exclude each other")]
    [InlineData("--src-vocab x --min-count 2", "--min-count is of no use with --src-vocab")]
    [InlineData("--src-vocab x --max-vocab 2", "--max-vocab is of no use with --src-vocab")]
    public void Options_that_exclude_each_other_are_refused(string options, string message) => Assert.Equal(
        message, Refusal.Of(["train", "--task", "lm", "--train", names.Training, "--output", _folder["run"], .. options.Split(' ')]));

    [Fact]
    public void A_vocabulary_of_characters_without_the_blank_is_refused()
    {
        Train("run", 1, "--unit", "characters");
        string path = _folder["run/vocab/tokens.txt"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("<space>", "_"));
        Assert.Equal($"{path}:4: expected <space>, found '_'", Refusal.Of("eval", _folder["run"], names.Validation));
    }

    private void MakeSegments() => InProcessTool.Done("vocab", names.Training, "--bpe", "5", "--output", _folder["vocab"]);

    private string[] Train(string output, int epochs, params string[] options)
    {
        var tool = new InProcessTool();
        string[] own = options.Contains("--resume") ? ["--device", "cpu", "--threads", "1"] : Small;
        int code = tool.Run(
            ["train", "--task", "lm", "--train", names.Training, "--output", _folder[output], "--epochs", $"{epochs}", .. own, .. options]);
        Assert.True(code == 0, tool.Error);
        return [.. tool.ErrorLines];
    }

    private JsonElement Eval(string text) => JsonDocument.Parse(InProcessTool.Done("eval", _folder["run"], text, "--json")).RootElement;

    private string[] Sample(params string[] options) =>
        InProcessTool.Done(["sample", _folder["run"], "--device", "cpu", "--threads", "1", .. options]).Split('\n')[..^1];
}
