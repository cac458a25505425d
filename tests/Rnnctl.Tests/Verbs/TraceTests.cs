using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;
using Rnnctl.Tests.Processes;
using Rnnctl.Verbs.Trace;

namespace Rnnctl.Tests.Verbs;

public sealed class TraceTests : IDisposable
{
    private const string Sentence = "arrive Taipei on November 2nd";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The five inputs of the lecture are the embeddings of five tokens, and the weights are those of examples/lstm-by-hand.</summary>
    [Fact]
    public void Lstm_worked_by_hand_gives_the_table_of_the_lecture()
    {
        string[] lines = Done("a b c d e\n", "trace", HandWorkedLstm.Write(_folder), "--labels", "0", "--threads", "1");
        Assert.Equal(["a b c d e", "", "layer 1, forward", "token  unit       i       f       g       o       c       h"], lines[..4]);
        string[][] rows = [.. lines[4..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(["a", "b", "c", "d", "e"], rows.Select(row => row[0]));
        Assert.Equal([1, 1, 0, 0, 0], Column(rows, 2));
        Assert.Equal([1, 1, 1, 1, 0], Column(rows, 3));
        Assert.Equal([3, 4, 2, 1, 3], Column(rows, 4));
        Assert.Equal([0, 0, 0, 1, 0], Column(rows, 5));
        Assert.Equal([3, 7, 7, 7, 0], Column(rows, 6));
        Assert.Equal([0, 0, 0, 7, 0], Column(rows, 7));
    }

    [Fact]
    public void State_of_a_tagger_is_the_vector_that_embed_prints_and_its_labels_are_those_of_tag()
    {
        JsonElement trace = Json(Sentence, "trace", SlotsModel.Path, "--json");
        Assert.Equal(Sentence.Split(' '), trace.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()));
        JsonElement[] layers = [.. trace.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["forward", "backward"], layers.Select(layer => layer.GetProperty("direction").GetString()));
        JsonElement embedded = Json(Sentence, "embed", SlotsModel.Path).GetProperty("vectors");
        for (int token = 0; token < 5; token++)
        {
            double[] states = [.. layers.SelectMany(layer => Numbers(layer.GetProperty("values").GetProperty("h")[token]))];
            AssertClose(Numbers(embedded[token]), states);
        }

        string[] best = [.. trace.GetProperty("labels").EnumerateArray().Select(labels => labels[0].GetProperty("label").GetString()!)];
        Assert.Equal("O B-destination O B-date I-date", string.Join(' ', best));
        JsonElement first = trace.GetProperty("labels")[0];
        Assert.Equal(3, first.GetArrayLength());
        Assert.Equal(["label", "emission", "gap", "probability"], first[0].EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(0, first[0].GetProperty("gap").GetDouble());
    }

    [Fact]
    public void Labels_of_a_conditional_random_field_have_transitions_and_probabilities_of_tag()
    {
        string model = _folder["crf"];
        InProcessTool.Done(
            "train", "--task", "tag", "--train", SlotsModel.FirstSentences(_folder, 100), "--output", model, "--hidden", "8", "--embedding", "8",
            "--epochs", "2", "--lr", "0.01", "--crf", "--threads", "1", "--quiet");
        JsonElement[] labels = [.. Json(Sentence, "trace", model, "--json", "--labels", "100").GetProperty("labels").EnumerateArray()];
        JsonElement tagged = Json(Sentence, "tag", model, "--output-format", "json", "--probabilities");
        string?[] best = [.. labels.Select(ofToken => ofToken[0].GetProperty("label").GetString())];
        Assert.Equal(tagged.GetProperty("labels").EnumerateArray().Select(label => label.GetString()), best);
        double[] probabilities = [.. labels.Select(ofToken => ofToken[0].GetProperty("probability").GetDouble())];
        AssertClose(Numbers(tagged.GetProperty("probabilities")), probabilities);
        foreach (JsonElement ofToken in labels)
        {
            Assert.Equal(1, ofToken.EnumerateArray().Sum(label => label.GetProperty("probability").GetDouble()), 1e-6);
            Assert.All(ofToken.EnumerateArray(), label => Assert.True(label.TryGetProperty("transition", out _)));
            double[] gaps = [.. ofToken.EnumerateArray().Select(label => label.GetProperty("gap").GetDouble())];
            Assert.Equal(gaps.OrderDescending(), gaps);
        }
    }

    [Fact]
    public void Language_model_and_encoder_are_traced_symbol_by_symbol()
    {
        using var trained = new SmallLanguageModel();
        JsonElement trace = Json("the dog sleeps", "trace", trained.Model, "--json", "--layer", "1", "--direction", "backward");
        JsonElement layer = Assert.Single(trace.GetProperty("layers").EnumerateArray());
        using NaiveLstmModel naive = trained.Naive();
        double[][] expected = naive.Layers("backward", ["</s>", "sleeps", "dog", "the"])[1];
        JsonElement states = layer.GetProperty("values").GetProperty("h");
        for (int token = 0; token < 3; token++) AssertClose(expected[3 - token], Numbers(states[token]));

        JsonElement encoder = Json("a b c", "trace", ReverseModel.Path, "--json", "--unit", "2", "1");
        Assert.Equal(["a", "b", "c", "</s>"], encoder.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()));
        JsonElement gates = encoder.GetProperty("layers")[0];
        Assert.Equal([2, 1], gates.GetProperty("units").EnumerateArray().Select(unit => unit.GetInt32()));
        Assert.All(gates.GetProperty("values").EnumerateObject(), value => Assert.Equal(4, value.Value.GetArrayLength()));
        Assert.All(gates.GetProperty("values").EnumerateObject(), value => Assert.Equal(2, value.Value[0].GetArrayLength()));
        Assert.False(encoder.TryGetProperty("labels", out _));
    }

    [Fact]
    public void Every_line_has_its_own_table_and_blank_lines_none()
    {
        string[] lines = Done($"{Sentence}\n\nleave Taipei\n", "trace", SlotsModel.Path, "--unit", "3", "--direction", "forward", "--labels", "1");
        Assert.Equal([Sentence, "leave Taipei"], lines.Where(line => line is Sentence or "leave Taipei"));
        Assert.Equal(2, lines.Count(line => line == "layer 1, forward"));
        Assert.Equal(5 + 2, lines.Count(line => line.Contains("     3  ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line == "labels"));
        string[] json = Done($"{Sentence}\n\nleave Taipei\n", "trace", SlotsModel.Path, "--json");
        Assert.Equal("""{"tokens":[],"layers":[]}""", json[1]);
        Assert.Equal(3, json.Length);
    }

    [Fact]
    public void Picture_has_a_panel_for_each_gate_and_state()
    {
        string svg = _folder["trace.svg"];
        var tool = new InProcessTool($"{Sentence}\nleave Taipei\n");
        Assert.Equal(0, tool.Run("trace", SlotsModel.Path, "--svg", svg, "--unit", "1", "2", "3", "--labels", "0"));
        Assert.Contains($"{svg} shows the first sentence of 2", tool.ErrorLines);
        XElement root = GoldenPicture.Parse(File.ReadAllText(svg));
        XElement[] panels = GoldenPicture.Groups(root, "panel");
        Assert.Equal(2 * 6, panels.Length);
        string[] letters = [.. panels.Select(panel => panel.Elements().First(element => element.Name.LocalName == "text").Value)];
        Assert.Equal(["i", "f", "g", "o", "c", "h", "i", "f", "g", "o", "c", "h"], letters);
        Assert.All(GoldenPicture.Groups(root, "cells"), cells => Assert.Equal(3 * 5, cells.Elements().Count()));
        Assert.All(GoldenPicture.Groups(root, "tokens"), tokens => Assert.Equal(Sentence.Split(' '), tokens.Elements().Select(token => token.Value)));
    }

    [Fact]
    public void Picture_matches_the_golden_file()
    {
        string svg = _folder["trace.svg"];
        Done("a b c d e\n", "trace", HandWorkedLstm.Write(_folder), "--svg", svg, "--threads", "1");
        GoldenPicture.AssertEqual("trace.svg", File.ReadAllText(svg));
    }

    [Fact]
    public void Area_under_the_curve_counts_the_pairs_in_the_right_order()
    {
        (float State, bool IsFirst)[] samples = [(0, false), (0.5f, true), (0.5f, false), (1, true), (2, false), (3, true), (3, true), (4, false)];
        double expected = 0;
        foreach (float one in samples.Where(sample => sample.IsFirst).Select(sample => sample.State))
            expected += samples.Where(sample => !sample.IsFirst).Sum(other => one > other.State ? 1 : one == other.State ? 0.5 : 0);
        Assert.Equal(expected / 16, RankSums.AreaUnderCurve([.. samples.Select(sample => sample.State)], [.. samples.Select(sample => sample.IsFirst)]));
    }

    [Fact]
    public void Search_for_a_label_lists_the_units_whose_state_separates_it()
    {
        JsonElement found = Json("", "trace", SlotsModel.Path, SlotsModel.Validation, "--search", "B-destination", "--json", "--count", "4");
        Assert.Equal(["search", "with", "without", "units"], found.EnumerateObject().Select(entry => entry.Name));
        string[] labels = [.. File.ReadLines(SlotsModel.Validation).Skip(1).SelectMany(line => line.Split('\t')[1].Split(' '))];
        int with = labels.Count(label => label == "B-destination");
        Assert.Equal((with, labels.Length - with), (found.GetProperty("with").GetInt32(), found.GetProperty("without").GetInt32()));
        JsonElement[] units = [.. found.GetProperty("units").EnumerateArray()];
        Assert.Equal(4, units.Length);

        // The best unit's figures again, from the traces of the sentences.
        JsonElement best = units[0];
        (List<double> first, List<double> other) = StatesOf(best, labels);
        double auc = first.Sum(one => other.Sum(two => one > two ? 1 : one == two ? 0.5 : 0)) / ((double)first.Count * other.Count);
        Assert.Equal(auc, best.GetProperty("auc").GetDouble(), 1e-9);
        Assert.Equal(first.Average(), best.GetProperty("mean_with").GetDouble(), 1e-5);
        Assert.Equal(other.Average(), best.GetProperty("mean_without").GetDouble(), 1e-5);
        Assert.True(Math.Abs(auc - 0.5) > 0.45, $"{auc}");
        double[] distances = [.. units.Select(unit => Math.Abs(unit.GetProperty("auc").GetDouble() - 0.5))];
        Assert.Equal(distances.OrderDescending(), distances);
    }

    [Fact]
    public void Memory_of_the_lstm_worked_by_hand_remembers_the_token_that_opened_its_input_gate()
    {
        string model = HandWorkedLstm.Write(_folder);
        string[] lines = Done("a c c\nc c c\nc c\n", "trace", model, "--search-word", "a", "--threads", "1");
        Assert.Equal("a: 2 tokens with it, 5 without", lines[0]);
        Assert.Equal(["1", "forward", "c", "1", "1.0000", "2.9999", "0.0002"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void File_with_columns_is_read_line_by_line_with_a_warning()
    {
        string file = _folder.Write("data.tsv", "leave Taipei\tO O\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("trace", SlotsModel.Path, file, "--json"));
        Assert.Equal([$"warning: {file}: each line is read as a sentence, all columns as tokens; give the column of the tokens alone"], tool.ErrorLines);
        Assert.Equal(4, JsonDocument.Parse(Assert.Single(tool.OutputLines)).RootElement.GetProperty("tokens").GetArrayLength());
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        string model = SlotsModel.Path, text = _folder.Write("text", Sentence + "\n");
        Assert.Equal($"--layer 2: {model} has the layers 1 to 1", Refusal.Of("trace", model, text, "--layer", "2"));
        Assert.Equal($"--unit 33: {model} has the units 1 to 32", Refusal.Of("trace", model, text, "--unit", "1", "33"));
        Assert.Equal("--search and --search-word exclude each other", Refusal.Of("trace", model, text, "--search", "O", "--search-word", "on"));
        Assert.Equal("--count is of no use without --search or --search-word", Refusal.Of("trace", model, text, "--count", "3"));
        Assert.Equal("--svg is of no use with a search", Refusal.Of("trace", model, text, "--search", "O", "--svg", "x.svg"));
        Assert.Equal("--format is of no use without --search: other sentences are plain text", Refusal.Of("trace", model, text, "--format", "conll"));
        string labelled = _folder.Write("data.tsv", "tokens\tlabels\nleave Taipei\tO O\n");
        Assert.Equal("--search B-date: no token has this label; the files have O", Refusal.Of("trace", model, labelled, "--search", "B-date"));
        Assert.Equal("--search O: all tokens have this label", Refusal.Of("trace", model, labelled, "--search", "O"));
        Assert.Equal("--search-word moon: no sentence has this word", Refusal.Of("trace", model, text, "--search-word", "moon"));
        Assert.Equal("--svg: the input has no sentence to draw", Refusal.Of("trace", model, _folder.Write("blank", "\n"), "--svg", _folder["x.svg"]));
        Assert.Equal(
            $"--search LABEL is of no use with {ReverseModel.Path}, a translator", Refusal.Of("trace", ReverseModel.Path, text, "--search", "a"));
        Assert.Equal($"--labels is of no use with {ReverseModel.Path}, a translator", Refusal.Of("trace", ReverseModel.Path, text, "--labels", "2"));
        string hand = HandWorkedLstm.Write(_folder);
        Assert.Equal($"--direction backward: {hand} does not read in this direction", Refusal.Of("trace", hand, text, "--direction", "backward"));
    }

    /// <summary>The states of a unit at the tokens with the label <c>B-destination</c>, and at all others.</summary>
    private static (List<double> With, List<double> Without) StatesOf(JsonElement unit, string[] labels)
    {
        string sentences = string.Concat(File.ReadLines(SlotsModel.Validation).Skip(1).Select(line => line.Split('\t')[0] + "\n"));
        string[] words =
        [
            "trace", SlotsModel.Path, "--json", "--direction", unit.GetProperty("direction").GetString()!, "--unit", unit.GetProperty("unit").GetRawText(),
            "--labels", "0",
        ];
        string state = unit.GetProperty("state").GetString()!;
        (List<double> with, List<double> without) = ([], []);
        int token = 0;
        foreach (string line in Done(sentences, words))
        {
            JsonElement layer = JsonDocument.Parse(line).RootElement.GetProperty("layers")[0];
            foreach (JsonElement number in layer.GetProperty("values").GetProperty(state).EnumerateArray())
                (labels[token++] == "B-destination" ? with : without).Add(number[0].GetDouble());
        }

        return (with, without);
    }

    private static double[] Column(string[][] rows, int column) =>
        [.. rows.Select(row => Math.Abs(Math.Round(double.Parse(row[column], CultureInfo.InvariantCulture), 2)))];

    private static string[] Done(string input, params string[] words)
    {
        var tool = new InProcessTool(input);
        int code = tool.Run(words);
        Assert.True(code == 0, tool.Error);
        return tool.OutputLines;
    }

    private static JsonElement Json(string input, params string[] words) =>
        JsonDocument.Parse(Assert.Single(Done(input.Length == 0 ? "" : input + "\n", words))).RootElement;

    private static double[] Numbers(JsonElement row) => [.. row.EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }
}
