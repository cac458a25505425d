using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Foreign;

/// <summary>Labels of other people's corpora: BMES, tags without types, a typo, a shard without spans. conlleval's printed lines are the oracle.</summary>
public sealed class SpanTests : IDisposable
{
    private const string Bmes = "王 B-NAME\n小 M-NAME\n明 E-NAME\n在 O\n京 S-ORG\n\n在 O\n李 B-NAME\n四 E-NAME\n\n";
    private const string Iob2 = "Ann B-PER\nLee I-PER\nsees O\nBob B-PER\n\nwe O\nsee O\nAnn B-PER\n\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_corpus_in_BMES_trains_a_span_tagger_whose_crf_gives_well_formed_spans()
    {
        InProcessTool run = Train(Bmes, "--crf");
        Assert.Single(run.ErrorLines, "labels: spans in bmes; scored by F1 over spans");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("model: lstm with a crf over well-formed spans, ", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.Contains("  f1 ", StringComparison.Ordinal));
        Assert.Contains("\"score\": \"spans\"", File.ReadAllText(_folder["model/config.json"]), StringComparison.Ordinal);
        Assert.Contains("scored by   F1 over spans", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);

        var tool = new InProcessTool("王 小 明 在 京\n王\n四 王 在 李 京 京 明\n");
        Assert.Equal(0, tool.Run("tag", _folder["model"], "--nbest", "20"));
        Assert.Contains(tool.OutputLines, line => line.Contains("B-NAME M-NAME", StringComparison.Ordinal));
        Assert.All(tool.OutputLines.Select(line => line.Split('\t')[1]), IsWellFormedBmes);
    }

    [Fact]
    public void Predictions_in_BMES_score_as_conlleval_prints()
    {
        Train(Bmes);
        string[] report = Scored(Gold("B-x M-x E-x O S-x"), Predicted("B-x E-x S-x O S-x")).OutputLines;
        Assert.Equal(
            [
                "processed 5 tokens with 2 phrases; found: 3 phrases; correct: 1.",
                "accuracy:  60.00%; precision:  33.33%; recall:  50.00%; FB1:  40.00",
                "                x: precision:  33.33%; recall:  50.00%; FB1:  40.00  3",
                "micro F1: 40.00; macro F1: 40.00 over 1 type",
            ], report);
    }

    [Fact]
    public void Labels_can_be_learnt_in_BMES()
    {
        InProcessTool run = Train(Iob2, "--scheme", "bmes");
        Assert.Single(run.ErrorLines, "labels: iob2, learnt as bmes, given back as iob2");
        Assert.Equal(["B-PER", "E-PER", "O", "S-PER"], File.ReadAllLines(_folder["model/vocab/labels.txt"]).Order(StringComparer.Ordinal));
        string given = InProcessTool.Done("tag", _folder["model"], _folder.Write("text", "Ann Lee sees Bob\n"), "--output-format", "labels");
        Assert.All(given.Split().Where(label => label.Length > 0), label => Assert.Contains(label, (string[])["O", "B-PER", "I-PER"]));
    }

    [Fact]
    public void Tags_without_types_are_spans_of_one_empty_type()
    {
        InProcessTool run = Train("a B\nb I\nc O\nd B\n\nc O\nd B\n\n", "--crf");
        Assert.Single(run.ErrorLines, "labels: spans in iob2; scored by F1 over spans");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("model: lstm with a crf over well-formed spans, ", StringComparison.Ordinal));
        InProcessTool scored = Scored(Gold("B I O B"), Predicted("B O O B"));
        Assert.Equal(
            [
                "processed 4 tokens with 2 phrases; found: 2 phrases; correct: 1.",
                "accuracy:  75.00%; precision:  50.00%; recall:  50.00%; FB1:  50.00",
                "                 : precision:  50.00%; recall:  50.00%; FB1:  50.00  2",
                "micro F1: 50.00; macro F1: 50.00 over 1 type",
            ], scored.OutputLines);
        Assert.DoesNotContain("warning", scored.Error, StringComparison.Ordinal);

        JsonElement byAccuracy = Json(Scored(Gold("B I O B"), Predicted("B O O B"), "--score", "accuracy", "--json"));
        Assert.Equal((0.75, JsonValueKind.Null), (byAccuracy.GetProperty("accuracy").GetDouble(), byAccuracy.GetProperty("f1").ValueKind));
    }

    [Fact]
    public void A_typo_among_labels_of_spans_is_named_and_the_rest_is_scored_as_spans()
    {
        InProcessTool run = Train(Iob2.Replace("sees O", "sees 0", StringComparison.Ordinal), "--crf");
        Assert.Single(run.ErrorLines, "labels: spans in iob2; scored by F1 over spans");
        Assert.Single(run.ErrorLines, "warning: --train: 1 label is neither O nor a span's tag, counted as conlleval does: '0' (sentence 1, token 3)");
        Assert.Single(run.ErrorLines, "warning: --valid: 1 label is neither O nor a span's tag, counted as conlleval does: '0' (sentence 1, token 3)");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("model: lstm with a crf over well-formed spans, ", StringComparison.Ordinal));

        InProcessTool scored = Scored(Gold("B-x 0 O B-y"), Predicted("B-x O O B-y"));
        Assert.Equal(
            [
                "processed 4 tokens with 3 phrases; found: 2 phrases; correct: 2.",
                "accuracy:  75.00%; precision: 100.00%; recall:  66.67%; FB1:  80.00",
            ], scored.OutputLines[..2]);
        Assert.Single(
            scored.ErrorLines,
            $"warning: {_folder["gold"]}: 1 label is neither O nor a span's tag, counted as conlleval does: '0' (sentence 1, token 2)");
        Assert.Equal(1, Json(Scored(Gold("B-x 0 O B-y"), Predicted("B-x O O B-y"), "--json")).GetProperty("odd_labels").GetInt32());

        InProcessTool odd = Scored(Gold("B-x O O B-y"), Predicted("B-x o o B-y"));
        Assert.Single(
            odd.ErrorLines,
            $"warning: {_folder["predicted"]}: 2 labels are neither O nor a span's tag, counted as conlleval does; the first is 'o' (sentence 1, token 2)");
    }

    [Fact]
    public void A_gold_file_without_spans_has_the_report_of_any_other()
    {
        Train(Iob2);
        InProcessTool scored = Scored(Gold("O O O O"), Predicted("O B-x I-x O"));
        Assert.Equal(
            [
                "processed 4 tokens with 0 phrases; found: 1 phrases; correct: 0.",
                "accuracy:  50.00%; precision:   0.00%; recall:   0.00%; FB1:   0.00",
                "                x: precision:   0.00%; recall:   0.00%; FB1:   0.00  1",
                "micro F1: 0.00; macro F1: 0.00 over 1 type",
            ], scored.OutputLines);

        JsonElement without = Json(Run("eval", _folder["model"], Gold("O O O O"), "--json"));
        JsonElement with = Json(Run("eval", _folder["model"], Gold("B-PER I-PER O O"), "--json"));
        Assert.Equal(with.EnumerateObject().Select(entry => entry.Name), without.EnumerateObject().Select(entry => entry.Name));
        Assert.All((string[])["precision", "recall", "f1"], key => Assert.Equal(0, without.GetProperty(key).GetDouble()));
        Assert.All(without.GetProperty("labels").EnumerateArray(), label => Assert.Equal("PER", label.GetProperty("label").GetString()));
    }

    [Fact]
    public void Parts_of_speech_are_no_spans_even_where_some_look_like_tags_of_spans()
    {
        InProcessTool run = Train("la RD\nnave S\nin E\nmare S\nva V\nora B\n\neh I\nva V\nbene B\nil RD\nmare S\nblu A\n\n", "--crf");
        Assert.Single(
            run.ErrorLines,
            "labels: no spans: 5 of 12 labels, such as 'RD', are neither O nor a tag and a type, such as B-x; scored by accuracy");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("model: lstm with a crf over all label sequences, ", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.Contains("  accuracy ", StringComparison.Ordinal));
        JsonElement spans = Json(Run("eval", _folder["model"], Gold("B-x I-x O"), "--json", "--quiet"));
        Assert.Equal(JsonValueKind.Null, spans.GetProperty("f1").ValueKind);
        Assert.Equal(0, spans.GetProperty("odd_labels").GetInt32());
    }

    [Fact]
    public void The_user_may_decide_and_a_run_that_goes_on_keeps_that()
    {
        InProcessTool run = Train(Iob2, "--crf", "--score", "accuracy");
        Assert.Single(run.ErrorLines, "labels: spans in iob2; scored by accuracy, as --score says");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("model: lstm with a crf over all label sequences, ", StringComparison.Ordinal));
        Assert.Contains("scored by   accuracy", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);
        string[] words = ["train", "--train", _folder["train"], "--valid", _folder["train"], "--output", _folder["model"], "--resume", "--epochs", "2"];
        Assert.Equal("--score cannot change where a run goes on", Refusal.Of([.. words, "--score", "spans"]));
        Assert.Contains("  accuracy ", Run(words).Error, StringComparison.Ordinal);

        InProcessTool forced = Train("a NN\nb VB\n\nb VB\n\n", "--score", "spans");
        Assert.Single(
            forced.ErrorLines,
            "labels: no spans: 'NN' is neither O nor a tag and a type, such as B-x; scored by F1 over spans, as --score says");
        Assert.Contains(forced.ErrorLines, line => line.Contains("  f1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_of_the_validation_file_do_not_decide()
    {
        string valid = _folder.Write("valid", "Ann NN\nsees VB\n\n");
        InProcessTool run = Train(Iob2, "--valid", valid);
        Assert.Contains(run.ErrorLines, line => line.Contains("  f1 0.00", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.StartsWith("warning: --valid: 2 labels are neither O nor a span's tag", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_does_not_tell_is_scored_by_what_each_gold_file_looks_like()
    {
        Train(Iob2);
        string configuration = File.ReadAllText(_folder["model/config.json"]);
        File.WriteAllText(_folder["model/config.json"], configuration.Replace("    \"score\": \"spans\",\n", "", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, Json(Run("eval", _folder["model"], Gold("O O"), "--json")).GetProperty("f1").ValueKind);
        Assert.Equal(JsonValueKind.Number, Json(Run("eval", _folder["model"], Gold("O B-PER"), "--json")).GetProperty("f1").ValueKind);
        Assert.Equal(JsonValueKind.Number, Json(Run("eval", _folder["model"], Gold("O O"), "--score", "spans", "--json")).GetProperty("f1").ValueKind);
        Assert.DoesNotContain("scored by", InProcessTool.Done("inspect", _folder["model"]), StringComparison.Ordinal);
    }

    private static void IsWellFormedBmes(string line)
    {
        string open = "";
        foreach (string label in line.Split(' '))
        {
            bool goesOn = label[0] is 'M' or 'E';
            Assert.True(goesOn ? open == label[1..] : open.Length == 0, line);
            open = label[0] is 'B' or 'M' ? label[1..] : "";
        }

        Assert.True(open.Length == 0, line);
    }

    /// <summary>Trains a tiny tagger in <c>model</c>, for an epoch, on a corpus that is also the validation file, unless other options say so.</summary>
    private InProcessTool Train(string corpus, params string[] options)
    {
        string train = _folder.Write("train", corpus);
        string[] valid = options.Contains("--valid") ? [] : ["--valid", train];
        string[] sizes = ["--hidden", "2", "--embedding", "2", "--epochs", "1", "--threads", "1"];
        return Run(["train", "--train", train, .. valid, .. options, .. sizes, "--output", _folder["model"], "--overwrite"]);
    }

    private InProcessTool Scored(string gold, string predicted, params string[] options) =>
        Run(["eval", _folder["model"], gold, "--predictions", predicted, .. options]);

    private static InProcessTool Run(params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        return tool;
    }

    private static JsonElement Json(InProcessTool run) => JsonDocument.Parse(run.Output).RootElement;

    private string Gold(string labels) => Columns("gold", labels);

    private string Predicted(string labels) => Columns("predicted", labels);

    private string Columns(string name, string labels) => _folder.Write(name, string.Concat(labels.Split(' ').Select(label => $"w {label}\n")));
}
