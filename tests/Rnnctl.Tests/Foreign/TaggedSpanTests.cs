using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary><c>tag --spans</c>. The oracle sums the probabilities of all labellings, as <c>--nbest</c> lists them, that have a span.</summary>
public sealed class TaggedSpanTests : IDisposable
{
    private const string Sentence = "arrive Taipei on November 2nd";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Span_has_the_probability_of_all_labellings_that_have_it()
    {
        // Three words, so that all labellings are few.
        const string Words = "on November 2nd";
        int checkedSpans = 0;
        string crf = Train("crf", "--crf"), unruly = Train("unruly", "--crf", "--scheme", "iobes");
        foreach (string model in (string[])[SlotsModel.Path, crf, unruly])
        {
            JsonElement tagged = JsonOf(Words, "tag", model, "--output-format", "json", "--spans");
            string[] labels = [.. tagged.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
            JsonElement[] spans = [.. tagged.GetProperty("spans").EnumerateArray()];
            Assert.Equal(SpansOf(labels), spans.Select(SpanOf));
            var all = JsonOf(Words, "tag", model, "--output-format", "json", "--nbest", "1000").EnumerateArray().Select(one => (
                Spans: SpansOf([.. one.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)]),
                Probability: one.GetProperty("probability").GetDouble())).ToArray();
            Assert.Equal(1, all.Sum(one => one.Probability), 1e-6);
            foreach (JsonElement span in spans)
            {
                double expected = all.Where(one => one.Spans.Contains(SpanOf(span))).Sum(one => one.Probability);
                Assert.Equal(expected, span.GetProperty("probability").GetDouble(), 1e-6);
                checkedSpans++;
            }
        }

        Assert.True(checkedSpans >= 2);
    }

    [Fact]
    public void Span_has_type_first_and_last_token_and_text()
    {
        JsonElement[] spans = [.. Json("tag", SlotsModel.Path, "--output-format", "json", "--spans", "--probabilities").GetProperty("spans").EnumerateArray()];
        Assert.Equal(["type", "first", "last", "text", "probability"], spans[0].EnumerateObject().Select(entry => entry.Name));
        Assert.Equal([("destination", 1, 1), ("date", 3, 4)], spans.Select(SpanOf));
        Assert.Equal(["Taipei", "November 2nd"], spans.Select(span => span.GetProperty("text").GetString()));
        Assert.All(spans, span => Assert.InRange(span.GetProperty("probability").GetDouble(), 0.5, 1));
        var tool = new InProcessTool("\nthe the\n");
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--output-format", "json", "--spans"));
        Assert.Equal("""{"tokens":[],"labels":[],"spans":[]}""", tool.OutputLines[0]);
    }

    [Fact]
    public void Spans_of_a_long_sentence_are_counted_from_its_start()
    {
        string part = string.Join(' ', Enumerable.Repeat("leave Taipei to Osaka on", 2_000));
        var tool = new InProcessTool($"{part} leave Taipei\n");
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--output-format", "json", "--spans"));
        JsonElement last = JsonDocument.Parse(Assert.Single(tool.OutputLines)).RootElement.GetProperty("spans").EnumerateArray().Last();
        Assert.Equal(("departure", 10_001, 10_001), SpanOf(last));
        Assert.Equal("Taipei", last.GetProperty("text").GetString());
    }

    [Fact]
    public void Spans_without_json_or_without_span_labels_are_refused()
    {
        string text = _folder.Write("text", Sentence + "\n");
        Assert.Equal("--spans needs --output-format json: other formats have no place for spans", Refusal.Of("tag", SlotsModel.Path, text, "--spans"));
        Assert.Equal(
            "--spans and --nbest exclude each other", Refusal.Of("tag", SlotsModel.Path, text, "--output-format", "json", "--spans", "--nbest", "2"));
        string data = _folder.Write("upos.tsv", "tokens\tlabels\na dog barks\tDET NOUN VERB\n"), model = _folder["upos"];
        InProcessTool.Done("train", "--task", "tag", "--train", data, "--output", model, "--hidden", "2", "--epochs", "1", "--threads", "1", "--quiet");
        Assert.Equal(
            $"--spans is of no use with {model}, whose labels mark no spans", Refusal.Of("tag", model, text, "--output-format", "json", "--spans"));
    }

    private string Train(string name, params string[] options)
    {
        InProcessTool.Done(
        [
            "train", "--task", "tag", "--train", SlotsModel.FirstSentences(_folder, 60), "--output", _folder[name], "--hidden", "8", "--embedding", "8",
            "--epochs", "8", "--lr", "0.02", "--threads", "1", "--quiet", .. options,
        ]);
        return _folder[name];
    }

    private static (string Type, int First, int Last) SpanOf(JsonElement span) =>
        (span.GetProperty("type").GetString()!, span.GetProperty("first").GetInt32(), span.GetProperty("last").GetInt32());

    /// <summary>The spans of labels in IOB2; I after O or after another type begins one too.</summary>
    private static List<(string Type, int First, int Last)> SpansOf(string[] labels)
    {
        List<(string Type, int First, int Last)> spans = [];
        for (int token = 0; token < labels.Length; token++)
        {
            if (labels[token] == "O") continue;
            string type = labels[token][2..];
            bool goesOn = labels[token][0] == 'I' && spans.Count > 0 && spans[^1].Last == token - 1 && spans[^1].Type == type;
            if (goesOn) spans[^1] = spans[^1] with { Last = token };
            else spans.Add((type, token, token));
        }

        return spans;
    }

    private static JsonElement Json(params string[] words) => JsonOf(Sentence, words);

    private static JsonElement JsonOf(string sentence, params string[] words)
    {
        var tool = new InProcessTool(sentence + "\n");
        int code = tool.Run([.. words, "--threads", "1"]);
        Assert.True(code == 0, tool.Error);
        return JsonDocument.Parse(Assert.Single(tool.OutputLines)).RootElement;
    }
}
