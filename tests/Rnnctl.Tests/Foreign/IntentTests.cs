using System.Text.Json;
using System.Text.Json.Nodes;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Foreign;

/// <summary>
/// <c>train --intent</c> on the three parallel files of ATIS and SNIPS, on csv and on CoNLL comments, and every verb that reads such a model. The oracle of the
/// scores counts sentences in the output of <c>tag</c>.
/// </summary>
public sealed class IntentTests : IDisposable
{
    private static readonly (string Tokens, string Labels, string Intent)[] Sentences =
    [
        ("fly to Rome", "O O B-city", "flight"), ("fly to Oslo today", "O O B-city B-date", "flight"), ("fare to Rome", "O O B-city", "airfare"),
        ("what does it cost to fly to New York", "O O O O O O O B-city I-city", "flight#airfare"), ("play Bach", "O B-artist", "play music"),
        ("play New York today", "O B-artist I-artist B-date", "play music"), ("fare today to Oslo", "O B-date O B-city", "airfare"),
    ];

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_of_three_parallel_files_is_scored_by_intents_and_whole_sentences()
    {
        string[] train = Parallel("train", Repeated(4)), valid = Parallel("valid", Sentences);
        InProcessTool run = Train(train, ["--valid", .. valid, "--epochs", "8"]);
        Assert.Contains("6 labels, 4 intents", run.Error, StringComparison.Ordinal);
        Assert.Contains("intents by attention", run.Error, StringComparison.Ordinal);
        string last = run.ErrorLines.Last(line => line.StartsWith("epoch ", StringComparison.Ordinal));
        Assert.Contains("  intents 100.00  sentences ", last, StringComparison.Ordinal);
        Assert.Equal(["flight", "airfare", "flight#airfare", "play music"], File.ReadAllLines(_folder["model/vocab/intents.txt"]));
        Assert.EndsWith(",metric,intent_accuracy,sentence_accuracy", File.ReadLines(_folder["model/metrics.csv"]).First(), StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(File.ReadAllText(_folder["model/config.json"]))!["text"]!["intent"]!);

        string[] test = Parallel("test", [.. Sentences, ("fly home", "O O", "flight"), ("play it", "O B-song", "play music"), ("help", "O", "help")]);
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done(["eval", Model, .. test, "--json", "--threads", "1"])).RootElement;
        JsonElement[] tagged = [.. Lines("tag", Model, test[0], "--output-format", "json").Select(line => JsonDocument.Parse(line).RootElement)];
        string[] labels = File.ReadAllLines(test[1]), intents = File.ReadAllLines(test[2]);
        bool[] rightIntents = [.. tagged.Select((one, i) => one.GetProperty("intent").GetString() == intents[i])];
        bool[] right = [.. tagged.Select((one, i) => rightIntents[i] && LabelsOf(one) == labels[i])];
        Assert.Equal((double)rightIntents.Count(one => one) / 10, scores.GetProperty("intent_accuracy").GetDouble(), 1e-12);
        Assert.Equal((double)right.Count(one => one) / 10, scores.GetProperty("sentence_accuracy").GetDouble(), 1e-12);
        Assert.Equal(1, scores.GetProperty("unseen_intents").GetInt32());
        Assert.True(right.Count(one => one) < rightIntents.Count(one => one) && rightIntents[9] == false);
        string report = InProcessTool.Done(["eval", Model, .. test, "--threads", "1"]);
        int percentOfIntents = 10 * rightIntents.Count(one => one), percentOfSentences = 10 * right.Count(one => one);
        Assert.Contains($"intent accuracy: {percentOfIntents}.00%; sentence accuracy: {percentOfSentences}.00%", report, StringComparison.Ordinal);

        // What tag wrote is scored alike.
        foreach (string format in (string[])["tsv", "conll", "json"])
        {
            string answers = InProcessTool.Done("tag", Model, test[0], "--output-format", format, "--probabilities", "--threads", "1");
            string predictions = _folder.Write(format, answers);
            JsonElement again = JsonDocument.Parse(InProcessTool.Done(["eval", Model, .. test, "--json", "--predictions", predictions])).RootElement;
            foreach (string key in (string[])["f1", "intent_accuracy", "sentence_accuracy"])
                Assert.Equal(scores.GetProperty(key).GetDouble(), again.GetProperty(key).GetDouble());
        }
    }

    [Fact]
    public void Tag_prints_the_intent_in_each_format_that_has_a_place_for_it()
    {
        Train(Parallel("train", Repeated(4)), "--epochs", "8");
        string text = _folder.Write("text", "play Bach\n\n");
        Assert.Equal(["play Bach\tO B-artist\tplay music", ""], Lines("tag", Model, text));
        Assert.Equal(["# intent = play music", "play\tO", "Bach\tB-artist", "", ""], Lines("tag", Model, text, "--output-format", "conll"));
        Assert.Equal(["O B-artist", ""], Lines("tag", Model, text, "--output-format", "labels"));
        string[] json = Lines("tag", Model, text, "--output-format", "json", "--probabilities");
        JsonElement one = JsonDocument.Parse(json[0]).RootElement;
        Assert.Equal(["tokens", "labels", "probabilities", "intent", "intent_probability"], one.EnumerateObject().Select(entry => entry.Name));
        Assert.InRange(one.GetProperty("intent_probability").GetDouble(), 0.5, 1);
        Assert.EndsWith("\"intent\":null}", json[1], StringComparison.Ordinal);
        string conllu = _folder.Write(
            "in.conllu", "# text = play Bach\n# intent = old\n1\tplay\t_\t_\t_\t_\t_\t_\t_\t_\n2\tBach\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
        Assert.Equal(
            ["# text = play Bach", "# intent = play music", "1\tplay\t_\tO\t_\t_\t_\t_\t_\t_", "2\tBach\t_\tB-artist\t_\t_\t_\t_\t_\t_", ""],
            Lines("tag", Model, conllu, "--format", "conllu", "--output-format", "conllu"));
    }

    [Fact]
    public void Columns_of_csv_and_comments_of_conll_teach_the_same_model_and_so_does_streaming()
    {
        (string Tokens, string Labels, string Intent)[] all = Repeated(3);
        string[] parallel = Parallel("train", all);
        string csv = _folder.Write("train.csv", "tokens,labels,intent\n" + string.Concat(all.Select(one => $"{one.Tokens},{one.Labels},{one.Intent}\n")));
        string conll = _folder.Write("train.conll", string.Concat(all.Select(one => $"# intent = {one.Intent}\n{Columns(one.Tokens, one.Labels)}\n")));
        Train(parallel, "--epochs", "2");
        byte[] expected = File.ReadAllBytes(_folder["model/model.safetensors"]);
        foreach (string[] words in (string[][])[[csv], [conll], [csv, "--stream"], [conll, "--stream"], [.. parallel, "--stream"]])
        {
            Train(words, "--epochs", "2", "--overwrite");
            Assert.Equal(expected, File.ReadAllBytes(_folder["model/model.safetensors"]));
        }
    }

    [Fact]
    public void Run_goes_on_and_another_model_starts_from_it_with_further_intents()
    {
        string[] train = Parallel("train", Repeated(3)), more = Parallel("more", [("set an alarm", "O O O", "alarm"), .. Sentences]);
        Train(train, "--epochs", "2", "--valid", train[0], train[1], train[2], "--metric", "intent");
        Assert.Contains(",intent,", File.ReadAllLines(_folder["model/metrics.csv"])[1], StringComparison.Ordinal);
        Train(train, "--epochs", "2", "--overwrite");
        InProcessTool.Done(["train", "--train", .. train, "--output", Model, "--resume", "--epochs", "3", "--quiet", "--threads", "1"]);
        Train(train, "--epochs", "3", "--output", _folder["whole"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["model/model.safetensors"]));
        Assert.StartsWith(
            "--intent-weight cannot change where a run goes on",
            Refusal.Of(["train", "--train", .. train, "--output", Model, "--resume", "--intent-weight", "2"]), StringComparison.Ordinal);

        string[] from = ["train", "--from", Model, "--train", .. more, "--output", _folder["tuned"], "--epochs", "1", "--threads", "1"];
        Assert.Contains("does not know the intent 'alarm'", Refusal.Of([.. from, "--fixed-vocabulary"]), StringComparison.Ordinal);
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run(from));
        Assert.Contains("intents 4 + 1", tool.Error, StringComparison.Ordinal);
        Assert.Equal("alarm", File.ReadAllLines(_folder["tuned/vocab/intents.txt"])[^1]);
    }

    [Fact]
    public void Verbs_of_models_work_on_one_with_intents()
    {
        string[] train = Parallel("train", Repeated(2));
        string[] small = ["--epochs", "2", "--hidden", "2", "--embedding", "2"];
        Train(train, small);
        Train(train, [.. small, "--seed", "2", "--output", _folder["other"]]);
        string text = _folder.Write("text", "play Bach\nfly to Rome\n");
        Assert.All(Lines("tag", Model, text, "--ensemble", _folder["other"]), line => Assert.Equal(3, line.Split('\t').Length));
        InProcessTool.Done("average", Model, _folder["other"], "--output", _folder["mean"]);
        Assert.Equal(2, Lines("tag", _folder["mean"], text).Length);
        Assert.Contains("vocabulary  intents: 4", InProcessTool.Done("inspect", Model), StringComparison.Ordinal);
        Assert.Contains("intent.attention.weight", InProcessTool.Done("gradcheck", "--model", Model), StringComparison.Ordinal);
        Assert.Equal(14, InProcessTool.Done(["score", Model, .. train[..2]]).Count(character => character == '\n'));
        var export = new InProcessTool();
        Assert.Equal(0, export.Run("export", Model, "--output", _folder["model.onnx"]));
        Assert.Contains("the intent head is left out: the ONNX graph gives the labels of the tokens alone", export.Error, StringComparison.Ordinal);

        string plain = _folder["plain"];
        InProcessTool.Done(["train", "--train", .. train[..2], "--output", plain, .. small, "--quiet", "--threads", "1"]);
        Assert.Equal(
            $"{plain}: it does not know the intent 'flight' of {Model}: taggers that label together know the same intents, or none",
            Refusal.Of("tag", Model, text, "--ensemble", plain));
        Assert.Equal($"{plain}: --intent is none, and true in {Model}: a mean is of models of one architecture and one vocabulary",
            Refusal.Of("average", Model, plain, "--output", _folder["no"]));
        string written = File.ReadAllText(_folder["plain/config.json"]) + File.ReadAllText(_folder["plain/metrics.csv"]);
        Assert.DoesNotContain("intent", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Slips_are_refused_in_one_line()
    {
        string[] train = Parallel("train", Sentences);
        string[] end = ["--output", Model, "--epochs", "1"];
        Assert.Equal($"{train[2]}: expected pairs of parallel files, tokens then labels, found 3 files", Refusal.Of(["train", "--train", .. train, .. end]));
        Assert.Equal(
            $"{train[1]}: expected three parallel files, tokens, labels and intents, found 2 files",
            Refusal.Of(["train", "--train", .. train[..2], "--intent", .. end]));
        Assert.Equal("--intent-weight is of no use without --intent", Refusal.Of(["train", "--train", .. train[..2], "--intent-weight", "2", .. end]));
        string table = _folder.Write("table.tsv", "tokens\tlabels\nfly\tO\n");
        Assert.Equal(
            $"{table}:1: expected a header with the columns tokens, labels and intent, found 'tokens, labels'",
            Refusal.Of(["train", "--train", table, "--intent", .. end]));
    }

    private static (string Tokens, string Labels, string Intent)[] Repeated(int times) => [.. Enumerable.Repeat(Sentences, times).SelectMany(all => all)];

    private static string Columns(string tokens, string labels) =>
        string.Concat(tokens.Split(' ').Zip(labels.Split(' '), (token, label) => $"{token} {label}\n"));

    private static string LabelsOf(JsonElement tagged) => string.Join(' ', tagged.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));

    private static string[] Lines(params string[] words) => InProcessTool.Done([.. words, "--threads", "1"]).Split('\n')[..^1];

    private string[] Parallel(string name, (string Tokens, string Labels, string Intent)[] sentences) =>
    [
        _folder.Write($"{name}.seq.in", string.Concat(sentences.Select(one => one.Tokens + "\n"))),
        _folder.Write($"{name}.seq.out", string.Concat(sentences.Select(one => one.Labels + "\n"))),
        _folder.Write($"{name}.label", string.Concat(sentences.Select(one => one.Intent + "\n"))),
    ];

    private InProcessTool Train(string[] train, params string[] options)
    {
        var tool = new InProcessTool();
        string[] output = options.Contains("--output") ? [] : ["--output", Model];
        string[] usual = options.Contains("--hidden") ? [] : ["--hidden", "8", "--embedding", "8"];
        int code = tool.Run(["train", "--train", .. train, "--intent", .. output, .. usual, "--lr", "0.03", "--dropout", "0", "--threads", "1", .. options]);
        Assert.True(code == 0, tool.Error);
        return tool;
    }
}
