using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--crf</c>: training, and the N best label sequences.</summary>
public sealed class CrfTests : IDisposable
{
    private const string Sentence = "arrive Taipei on November 2nd";

    private static readonly Lazy<(TemporaryFolder Folder, InProcessTool Run)> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value.Folder["crf"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_with_a_crf_learns_the_slots_and_is_described()
    {
        Assert.Contains(Trained.Value.Run.ErrorLines, line => line.StartsWith("model: lstm with a crf over well-formed spans, ", StringComparison.Ordinal));
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", Model, SlotsModel.Validation, "--json")).RootElement;
        Assert.True(scores.GetProperty("f1").GetDouble() > 0.97, scores.GetRawText());
        Assert.Contains("crf.transitions                      [11, 11]", InProcessTool.Done("inspect", Model), StringComparison.Ordinal);
        string[] checks = InProcessTool.Done("gradcheck", "--model", Model, "--threads", "1").Split('\n');
        Assert.StartsWith("14 of 14 tensors passed", checks[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Resumed_run_gives_the_same_bits()
    {
        string[] words = ["train", "--crf", "--train", SlotsModel.FirstSentences(_folder, 60), "--hidden", "8", "--embedding", "8", "--threads", "1"];
        InProcessTool.Done([.. words, "--output", _folder["whole"], "--epochs", "2"]);
        InProcessTool.Done([.. words, "--output", _folder["parts"], "--epochs", "1"]);
        InProcessTool.Done([.. words, "--output", _folder["parts"], "--epochs", "2", "--resume"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["parts/model.safetensors"]));
    }

    [Fact]
    public void Untrained_crf_predicts_only_well_formed_spans()
    {
        string model = _folder["untrained"], train = SlotsModel.FirstSentences(_folder, 40);
        InProcessTool.Done(["train", "--crf", "--train", train, "--output", model, "--epochs", "1", "--hidden", "4", "--lr", "1e-9", "--threads", "1"]);
        string sentences = _folder.Write("sentences.txt", string.Join('\n', Sentences()) + "\n");
        string[] labels = InProcessTool.Done("tag", model, sentences, "--output-format", "labels").Split('\n')[..^1];
        Assert.All(labels, line => Assert.DoesNotContain(Pairs(line), pair => IsBroken(pair.First, pair.Second)));
        Assert.Contains(labels, line => line.Contains("I-", StringComparison.Ordinal));

        string configuration = File.ReadAllText(Path.Combine(model, "config.json"));
        File.WriteAllText(
            Path.Combine(model, "config.json"),
            configuration.Replace("\"well_formed_spans\": true", "\"well_formed_spans\": false", StringComparison.Ordinal));
        labels = InProcessTool.Done("tag", model, sentences, "--output-format", "labels").Split('\n')[..^1];
        Assert.Contains(labels, line => Pairs(line).Any(pair => IsBroken(pair.First, pair.Second)));
    }

    [Fact]
    public void Best_sequences_have_descending_probabilities_and_begin_with_the_usual_answer()
    {
        string input = _folder.Write("input.txt", $"{Sentence}\n\nTaipei\n");
        string[] best = InProcessTool.Done("tag", Model, input).Split('\n')[..^1];
        string[][] lines = [.. InProcessTool.Done("tag", Model, input, "--nbest", "3").Split('\n')[..^1].Select(line => line.Split('\t'))];
        Assert.Equal([Sentence, Sentence, Sentence, "", "Taipei", "Taipei", "Taipei"], lines.Select(line => line[0]));
        Assert.Equal(best, ((string[][])[lines[0], lines[3], lines[4]]).Select(line => string.Join('\t', line.Take(2))));
        double[] probabilities = [.. lines[..3].Select(line => double.Parse(line[2], CultureInfo.InvariantCulture))];
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.InRange(probabilities.Sum(), probabilities[0], 1.0002);
        Assert.Equal(3, lines[..3].Select(line => line[1]).Distinct().Count());
    }

    [Fact]
    public void Nbest_prints_at_most_all_possible_sequences()
    {
        // Only the labels O and B- can label a single token; the five I- labels cannot.
        string input = _folder.Write("input.txt", "Taipei\n");
        string[] lines = InProcessTool.Done("tag", Model, input, "--nbest", "50").Split('\n')[..^1];
        Assert.Equal(SlotLabels().Count(label => !label.StartsWith('I')), lines.Length);
        Assert.Equal(1, lines.Sum(line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture)), 1e-3);
    }

    [Fact]
    public void Marginal_of_a_single_token_is_the_probability_of_its_sequence()
    {
        string input = _folder.Write("input.txt", "Taipei\n");
        string marginal = InProcessTool.Done("tag", Model, input, "--probabilities").TrimEnd('\n').Split('\t')[2];
        Assert.Equal(InProcessTool.Done("tag", Model, input, "--nbest", "1").TrimEnd('\n').Split('\t')[2], marginal);
    }

    [Fact]
    public void Json_has_one_array_of_best_sequences_per_line()
    {
        string input = _folder.Write("input.txt", $"{Sentence}\n\n");
        string[] lines = InProcessTool.Done("tag", Model, input, "--nbest", "2", "--output-format", "json").Split('\n')[..^1];
        JsonElement[] best = [.. JsonDocument.Parse(lines[0]).RootElement.EnumerateArray()];
        Assert.All(best, one => Assert.Equal(["tokens", "labels", "probability"], one.EnumerateObject().Select(entry => entry.Name)));
        Assert.Equal(2, best.Length);
        Assert.Equal("[]", lines[1]);
    }

    [Fact]
    public void Probability_of_a_sequence_without_a_crf_is_the_product_over_its_tokens()
    {
        string input = _folder.Write("input.txt", $"{Sentence}\n");
        string[] lines = InProcessTool.Done("tag", SlotsModel.Path, input, "--nbest", "2").Split('\n')[..^1];
        string[] columns = InProcessTool.Done("tag", SlotsModel.Path, input, "--probabilities").TrimEnd('\n').Split('\t');
        Assert.StartsWith($"{columns[0]}\t{columns[1]}\t", lines[0], StringComparison.Ordinal);
        double product = columns[2].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Aggregate((a, b) => a * b);
        Assert.Equal(product, double.Parse(lines[0].Split('\t')[2], CultureInfo.InvariantCulture), 3e-4);
    }

    private static (TemporaryFolder Folder, InProcessTool Run) Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var tool = new InProcessTool();
        int code = tool.Run(
            "train", "--crf", "--train", SlotsModel.Training, "--valid", SlotsModel.Validation, "--output", folder["crf"],
            "--hidden", "24", "--embedding", "24", "--epochs", "4", "--lr", "0.01", "--threads", "1");
        Assert.True(code == 0, tool.Error);
        return (folder, tool);
    }

    private static IEnumerable<string> Sentences() => File.ReadLines(SlotsModel.Validation).Skip(1).Select(line => line.Split('\t')[0]);

    private static string[] SlotLabels() => File.ReadAllLines(Path.Combine(Model, "vocab", "labels.txt"));

    private static IEnumerable<(string First, string Second)> Pairs(string line) => $"O {line}".Split(' ').Zip(line.Split(' '));

    private static bool IsBroken(string first, string second) =>
        second.StartsWith("I-", StringComparison.Ordinal) && (first.Length < 2 || first[2..] != second[2..]);
}
