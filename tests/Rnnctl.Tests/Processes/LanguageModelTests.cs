using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl train --task lm</c>, and <c>eval</c>, <c>sample</c>, <c>inspect</c> and <c>gradcheck</c> of its models.</summary>
public sealed class LanguageModelTests(RepeatedNames names) : IClassFixture<RepeatedNames>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_directions_learn_to_remember_and_eval_has_the_score_that_training_told()
    {
        JsonElement result = JsonDocument.Parse(InProcessTool.Done("eval", names.Model, names.Validation, "--json")).RootElement;
        double both = result.GetProperty("perplexity").GetDouble();
        double forward = result.GetProperty("forward_perplexity").GetDouble(), backward = result.GetProperty("backward_perplexity").GetDouble();
        Assert.InRange(forward, 0.95 * Math.Exp(RepeatedNames.Entropy), 1.1 * Math.Exp(RepeatedNames.Entropy));
        Assert.InRange(backward, 0.95 * Math.Exp(RepeatedNames.Entropy), 1.1 * Math.Exp(RepeatedNames.Entropy));
        Assert.Equal(both, Math.Sqrt(forward * backward), 1e-9);
        Assert.Equal(both, Math.Exp(result.GetProperty("loss").GetDouble()), 1e-9);
        Assert.Equal("lm", result.GetProperty("task").GetString());
        Assert.Equal((100, 500), (result.GetProperty("sentences").GetInt32(), result.GetProperty("tokens").GetInt32()));
        Assert.Equal(0, result.GetProperty("unknown_words").GetInt32());
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"done: the best model scored {both:F3} at step"), names.Told[^1], StringComparison.Ordinal);
        Assert.Contains("train: 800 sentences, 3200 words, 0 of them unknown (0.0% of the symbols); 10 known symbols", names.Told);
        Assert.Contains("text: 16 streams in windows of 35 steps", names.Told);
    }

    [Fact]
    public void Eval_prints_each_direction_and_counts_unknown_words()
    {
        string text = _folder.Write("text", "zoe sees that zoe\n\nanna hears that anna\n");
        string[] lines = InProcessTool.Done("eval", names.Model, text).Split('\n');
        Assert.Matches("^perplexity forward: [0-9]+\\.[0-9]{3}$", lines[0]);
        Assert.Matches("^perplexity backward: [0-9]+\\.[0-9]{3}$", lines[1]);
        Assert.Matches("^perplexity of both: [0-9]+\\.[0-9]{3}$", lines[2]);
        Assert.Matches("^loss: [0-9.]+; 2 sentences; 8 words, 2 of them unknown; [0-9,]+ tokens/s$", lines[3]);
    }

    [Fact]
    public void Drawn_sentences_are_those_of_the_language_and_the_same_for_the_same_seed()
    {
        string[] drawn = Sample("--count", "100");
        Assert.Equal(100, drawn.Length);
        Assert.InRange(drawn.Count(RepeatedNames.Has), 90, 100);
        Assert.True(drawn.Distinct().Count() > 4);
        Assert.Equal(drawn, Sample("--count", "100"));
        Assert.Equal(drawn[..70], Sample("--count", "70"));
        Assert.NotEqual(drawn, Sample("--count", "100", "--seed", "2"));
        Assert.Single(Sample("--count", "20", "--top-k", "1").Distinct());
        Assert.Single(Sample("--count", "20", "--temperature", "0.001").Distinct());
        Assert.Single(Sample("--count", "20", "--top-p", "0.0001").Distinct());
    }

    [Fact]
    public void A_prompt_is_read_first_and_a_length_cuts()
    {
        Assert.All(Sample("--prompt", "clara  sees", "--count", "8", "--top-k", "1"), line => Assert.Equal("clara sees that clara", line));
        Assert.Equal(["dan hears"], Sample("--prompt", "dan hears", "--top-k", "1", "--max-length", "1").Select(line => line.Replace(" that", "")));
        Assert.Equal(["Zoe sees that"], Sample("--prompt", "Zoe sees", "--top-k", "1", "--max-length", "1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--cell gru --layers 2 --bptt 7 --direction forward --tie-embeddings --embedding 16 --hidden 16 --optimizer momentum --evaluate-every 3")]
    [InlineData("--direction backward --min-count 200 --residual --layers 2 --batch-size 4 --schedule plateau")]
    public void A_run_of_more_epochs_goes_on_where_a_shorter_one_ended(string options)
    {
        string[] more = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        InProcessTool.Done(Train("whole", 4, more));
        InProcessTool.Done(Train("parts", 2, more));
        InProcessTool.Done(Train("parts", 4, "--resume"));
        foreach (string file in (string[])["model.safetensors", "training.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"parts/{file}"]));
    }

    [Theory]
    [InlineData("--bptt 7", "--bptt")]
    [InlineData("--direction forward", "--direction")]
    [InlineData("--batch-size 8", "--batch-size")]
    [InlineData("--embedding 16", "--embedding")]
    [InlineData("--tie-embeddings", "--tie-embeddings")]
    public void What_the_state_depends_on_cannot_change(string option, string name)
    {
        InProcessTool.Done(Train("run", 1, "--hidden", "8", "--embedding", "8"));
        Assert.Equal($"{name} cannot change where a run goes on", Refusal.Of(Train("run", 2, ["--resume", .. option.Split(' ')])));
    }

    [Theory]
    [InlineData("--crf")]
    [InlineData("--bidirectional")]
    [InlineData("--no-bidirectional")]
    [InlineData("--batch-tokens 5")]
    [InlineData("--char-hidden 5")]
    [InlineData("--format tsv")]
    [InlineData("--features 2")]
    [InlineData("--tgt-vocab x")]
    [InlineData("--attention dot")]
    [InlineData("--max-length 4")]
    [InlineData("--label-smoothing 0.1")]
    public void An_option_of_other_tasks_is_refused_by_name(string option) => Assert.Equal(
        $"{option.Split(' ')[0]} is of no use with --task lm", Refusal.Of(Train("run", 1, option.Split(' '))));

    [Fact]
    public void An_option_of_language_models_is_refused_for_other_tasks()
    {
        string[] words = ["train", "--train", names.Training, "--output", _folder["run"], "--direction", "forward"];
        Assert.Equal("--direction is of no use with --task tag", Refusal.Of(words));
        Assert.Equal("--direction is of no use with --task translate", Refusal.Of([.. words, "--task", "translate"]));
    }

    [Theory]
    [InlineData("--cell tdnn", "--cell: tdnn has no state that a language model could carry through the text")]
    [InlineData("--layers 0", "--layers: a language model has at least one, found 0")]
    [InlineData("--char-cell lstm", "--char-cell: a language model reads characters by cnn only")]
    [InlineData("--char-cell cnn --tie-embeddings", "--tie-embeddings: a model that reads characters has no table of embeddings")]
    [InlineData("--char-cell cnn --unit characters", "--char-cell: a model that reads words by their characters predicts whole words")]
    [InlineData("--highway 1", "--highway is of no use without --char-cell")]
    [InlineData("--tie-embeddings", "--tie-embeddings: the output layer reads 128 numbers and an embedding has 100: give both the same size")]
    public void What_cannot_be_built_is_refused(string options, string message) => Assert.Equal(message, Refusal.Of(Train("run", 1, options.Split(' '))));

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("\n\n \n", "blank lines only")]
    public void A_text_without_sentences_is_refused(string content, string found)
    {
        string empty = _folder.Write("empty.txt", content);
        string message = $"{empty}: expected sentences, one a line, found {found}";
        Assert.Equal(message, Refusal.Of("train", "--task", "lm", "--train", empty, "--output", _folder["run"]));
        Assert.Equal(message, Refusal.Of("train", "--task", "lm", "--train", names.Training, "--valid", empty, "--output", _folder["run"]));
        Assert.Equal(message, Refusal.Of("eval", names.Model, empty));
    }

    [Fact]
    public void One_word_is_a_text_of_one_stream()
    {
        string word = _folder.Write("word.txt", "word");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("train", "--task", "lm", "--train", word, "--output", _folder["run"], "--epochs", "2", "--device", "cpu"));
        Assert.Contains("text: 1 stream in windows of 35 steps, fewer than --batch-size 32 since the text is short", tool.ErrorLines);
        Assert.Contains("perplexity of both: ", InProcessTool.Done("eval", _folder["run"], word), StringComparison.Ordinal);
    }

    [Fact]
    public void A_verb_of_another_task_says_who_runs_the_model()
    {
        Assert.Equal($"{names.Model}/config.json: task: expected tag, found lm", Refusal.Of("tag", names.Model));
        Assert.Equal($"{SlotsModel.Path}/config.json: task: expected lm, found tag", Refusal.Of("sample", SlotsModel.Path));
        Assert.Equal($"--confusion is of no use with {names.Model}, a language model", Refusal.Of("eval", names.Model, "x", "--confusion"));
        Assert.Equal($"--beam is of no use with {names.Model}, a language model", Refusal.Of("eval", names.Model, "x", "--beam", "2"));
        Assert.Equal($"--predictions is of no use with {names.Model}, a language model", Refusal.Of("eval", names.Model, "x", "--predictions", "y"));
    }

    [Fact]
    public void A_model_that_reads_backward_only_does_not_draw()
    {
        InProcessTool.Done(Train("run", 1, "--direction", "backward"));
        Assert.Equal($"{_folder["run"]}: the model reads text backward only, and text is drawn forward", Refusal.Of("sample", _folder["run"]));
        Assert.DoesNotContain("forward", InProcessTool.Done("eval", _folder["run"], names.Validation), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_describes_the_model_and_gradcheck_finds_its_gradients_right()
    {
        string[] lines = InProcessTool.Done("inspect", names.Model).Split('\n');
        Assert.StartsWith("task        lm, ", lines[0], StringComparison.Ordinal);
        Assert.Equal("model       lstm, 1 layer in both directions, hidden 32", lines[1]);
        Assert.Contains("  backward.weight_ih_l0                [128, 16]", lines);
        Assert.Contains("11 of 11 tensors passed", InProcessTool.Done("gradcheck", "--model", names.Model, "--device", "cpu"), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_text_and_the_probability_that_score_gives_it()
    {
        string[] options = ["--count", "5", "--temperature", "0.7"], texts = Sample(options);
        JsonElement[] lines = [.. Sample([.. options, "--json"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(texts, lines.Select(line => line.GetProperty("text").GetString()));
        string text = _folder.Write("text", string.Concat(texts.Select(line => line + "\n")));
        string[] scores = InProcessTool.Done("score", names.Model, text, "--json").Split('\n')[..^1];
        foreach ((JsonElement line, string score) in lines.Zip(scores))
        {
            double forward = JsonDocument.Parse(score).RootElement.GetProperty("forward_log_probability").GetDouble();
            Assert.Equal(forward, line.GetProperty("log_probability").GetDouble(), 1e-4);
        }
    }

    private string[] Sample(params string[] options) =>
        InProcessTool.Done(["sample", names.Model, "--device", "cpu", "--threads", "1", .. options]).Split('\n')[..^1];

    private string[] Train(string output, int epochs, params string[] options) =>
    [
        "train", "--task", "lm", "--train", names.Training, "--valid", names.Validation, "--output", _folder[output],
        "--epochs", epochs.ToString(CultureInfo.InvariantCulture), "--device", "cpu", "--threads", "1", .. options,
    ];
}
