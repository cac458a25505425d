using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Rnnctl.Inference.Configurations;
using Rnnctl.Reports;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Plots;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

public sealed class ReportTests : IDisposable
{
    private static readonly Lazy<string> OfTraining = new(() => Written(SlotsModel.Path));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_with_files_has_every_part_with_the_numbers_of_eval_and_gradflow()
    {
        XElement page = Page(SlotsModel.Path, SlotsModel.Validation);
        Assert.Equal(["options", "sizes", "curves", "scores", "confusion", "errors", "gradient-flow", "speed"], Sections(page));
        JsonElement scores = Json("eval", SlotsModel.Path, SlotsModel.Validation, "--json", "--threads", "1");
        Assert.Equal(Hundredths(scores.GetProperty("f1")), Facts(page)["F1"]);
        Assert.Equal(Hundredths(scores.GetProperty("accuracy")), Facts(page)["Accuracy"]);
        string[][] rows = Rows(Section(page, "scores"), "Spans by type");
        foreach (JsonElement label in scores.GetProperty("labels").EnumerateArray())
        {
            string[] row = Assert.Single(rows, row => row[0] == label.GetProperty("label").GetString());
            string[] expected = [.. ((string[])["f1", "precision", "recall"]).Select(name => Hundredths(label.GetProperty(name)))];
            Assert.Equal(expected, row[1..4].Select(cell => cell.Trim()));
            Assert.Equal($"{label.GetProperty("gold").GetInt64()} {label.GetProperty("predicted").GetInt64()}", $"{row[4]} {row[5]}");
        }

        JsonElement curves = Json("gradflow", SlotsModel.Path, SlotsModel.Validation, "--json", "--threads", "1").GetProperty("curves");
        Assert.Equal(
            curves.EnumerateArray().Select(curve => curve.GetProperty("per_step").GetDouble().ToString("F4", CultureInfo.InvariantCulture)),
            Rows(Section(page, "gradient-flow"), "The factor by which a step back changes the norm").Select(row => row[1]));
        Assert.Equal(["400", "3,778 tokens", "0.0%"], Rows(Section(page, "sizes"), "Files that the model was measured on")[0][1..]);
    }

    [Fact]
    public void Tagger_without_files_is_measured_on_random_sequences()
    {
        XElement page = Parse(OfTraining.Value);
        Assert.Equal(["options", "sizes", "curves", "gradient-flow", "speed"], Sections(page));
        Assert.Contains("over random sequences", Section(page, "gradient-flow").Value, StringComparison.Ordinal);
        Assert.Equal(["Loss", "Score", "Gradient norm", "Learning rate"], Elements(Section(page, "curves"), "figcaption").Select(caption => caption.Value));
    }

    [Fact]
    public void Options_that_differ_from_the_defaults_come_first_with_both_values()
    {
        XElement options = Section(Parse(OfTraining.Value), "options");
        string[] changed = [.. Rows(options, "Options that differ from the defaults").Select(row => $"{row[0]} {row[1]} ({row[2]})")];
        Assert.Equal(["--hidden 32 (128)", "--embedding 32 (100)", "--lr 0.01 (0.001)", "--epochs 6 (20)"], changed);
        string[] all = [.. Elements(options, "code").Select(code => code.Value)];
        Assert.Contains("--cell-activation", all);
        Assert.Contains("--crf", all);
        Assert.DoesNotContain("--char-hidden", all);
        Assert.DoesNotContain("--attention", all);
        Assert.DoesNotContain("--contextual-at", all);
        Assert.Equal("lstm", Rows(options, "Model").Single(row => row[0] == "--cell")[1]);
    }

    [Fact]
    public void Threads_and_what_the_corpus_decides_are_no_difference()
    {
        var trained = new ModelConfiguration { Text = new() { Score = ScoreKind.Accuracy }, Training = new() { Threads = 7 } };
        Assert.Equal("Every option has its default.", OptionsSection.Of(trained).Elements().ElementAt(1).Value);
    }

    [Fact]
    public void Defaults_that_follow_from_other_options_are_no_difference()
    {
        string[] changed = [.. Rows(Section(Page(ReverseModel.WithoutAttention), "options"), "Options that differ from the defaults").Select(row => row[0])];
        Assert.Equal(["--hidden", "--embedding", "--dropout", "--attention", "--lr", "--epochs"], changed);
    }

    [Fact]
    public void Translator_has_scores_worst_pairs_and_pictures_of_its_attention()
    {
        string[] files = [ReverseModel.ValidationSource, ReverseModel.ValidationTarget];
        XElement page = Page([ReverseModel.Path, .. files, "--beam", "2"]);
        Assert.Equal(["options", "sizes", "curves", "scores", "errors", "attention", "speed"], Sections(page));
        JsonElement scores = Json(["eval", ReverseModel.Path, .. files, "--json", "--beam", "2", "--threads", "1"]);
        string[][] rows = Rows(Section(page, "scores"), "Scores of the translations");
        Assert.Equal(scores.GetProperty("bleu").GetDouble().ToString("F2", CultureInfo.InvariantCulture), rows[0][1]);
        Assert.Equal(scores.GetProperty("bleu_signature").GetString(), rows[0][2]);
        Assert.Equal(scores.GetProperty("chrf").GetDouble().ToString("F2", CultureInfo.InvariantCulture), rows[1][1]);
        Assert.Equal(scores.GetProperty("loss").GetDouble().ToString("F4", CultureInfo.InvariantCulture), rows[3][1]);
        Assert.Equal(4, Elements(Section(page, "attention"), "svg").Count());

        string first = Elements(Section(page, "errors"), "li").First().Value;
        IEnumerable<string[]> lines = Lines(["score", ReverseModel.Path, .. files, "--words"]).Select(line => line.Split('\t'));
        double[] means = [.. lines.Select(line => -Number(line[0]) / (line.Length - 1))];
        int worst = Array.IndexOf(means, means.Max());
        Assert.Contains($"Pair {worst + 1}: loss {means[worst].ToString("F3", CultureInfo.InvariantCulture)}", first, StringComparison.Ordinal);
        Assert.Contains(File.ReadLines(files[0]).ElementAt(worst), first, StringComparison.Ordinal);
        Assert.Equal(["options", "sizes", "curves", "speed"], Sections(Page(ReverseModel.Path)));
        Assert.DoesNotContain("attention", Sections(Page([ReverseModel.WithoutAttention, .. files, "--max-length", "8"])));
    }

    [Fact]
    public void Language_model_has_perplexities_and_worst_sentences_of_both_directions()
    {
        using var small = new SmallLanguageModel();
        XElement page = Page(small.Model, small.Text);
        Assert.Equal(["options", "sizes", "curves", "scores", "errors", "speed"], Sections(page));
        JsonElement scores = Json("eval", small.Model, small.Text, "--json", "--threads", "1");
        string[] values = [.. Rows(Section(page, "scores"), "Perplexity").Select(row => row[1])];
        string[] names = ["forward_perplexity", "backward_perplexity", "perplexity", "word_perplexity"];
        Assert.Equal(names.Select(name => scores.GetProperty(name).GetDouble().ToString("F3", CultureInfo.InvariantCulture)), values[..4]);
        XElement[] sentences = [.. Elements(Section(page, "errors"), "li")];
        Assert.Equal(3, sentences.Length);
        Assert.All(sentences, sentence => Assert.Equal(2, Elements(sentence, "p").Count(paragraph => paragraph.Attribute("class")?.Value == "scored")));
        double[] means = [.. Lines("score", small.Model, small.Text, "--json", "--words").Select(MeanLossOf)];
        int worst = Array.IndexOf(means, means.Max());
        string place = $"{small.Text}:{worst + 1}: loss {means[worst].ToString("F3", CultureInfo.InvariantCulture)}";
        Assert.StartsWith(place, sentences[0].Value, StringComparison.Ordinal);
        Assert.Equal(["options", "sizes", "curves", "speed"], Sections(Page(small.Model)));
    }

    [Fact]
    public void Sentence_with_the_most_wrong_spans_comes_first_with_gold_under_predicted()
    {
        string gold = _folder.Write(
            "gold.tsv",
            """
            tokens	labels
            arrive Taipei on November 2nd	O B-destination O B-date I-date
            leave Taipei on November 2nd	O B-departure O B-date O
            leave Taipei on November 2nd	O B-moon O B-date O
            arrive Atlantis on November 2nd	O O O B-date I-date

            """);
        XElement page = Page(SlotsModel.Path, gold);
        XElement[] sentences = [.. Section(page, "errors").Elements().Last().Elements()];
        Assert.Equal("Sentence 3: 2 spans missed, 2 spans predicted where there is none", sentences[0].Elements().First().Value.Split(';')[0]);
        XElement[] tokens = [.. Elements(sentences[0], "li")];
        Assert.Equal([null, "wrong", null, "right", "wrong"], tokens.Select(token => token.Attribute("class")?.Value));
        Assert.Equal(["Taipei", " predicted ✗ B-departure", " gold ✓ B-moon"], tokens[1].Elements().Select(part => part.Value));
        Assert.Equal(["November", " label B-date"], tokens[3].Elements().Select(part => part.Value));
        Assert.Contains(Elements(page, "bdi"), word => word.Value == "Atlantis" && word.Attribute("class")!.Value == "token unknown");
        Assert.Contains(Rows(Section(page, "confusion"), "All confusions"), row => row.SequenceEqual(["B-moon", "B-departure", "1"]));
    }

    [Fact]
    public void Text_of_the_files_is_text_and_nothing_else()
    {
        const string Token = "<script>alert(1)</script>", Label = "B-<img/src=x>&\"'";
        string gold = _folder.Write("gold.tsv", $"tokens\tlabels\nleave {Token} \u202E \u0001 \uFFFF\tO {Label} B-\u202E O O\n");
        string html = Written(SlotsModel.Path, gold);
        XElement page = Parse(html);
        Assert.Empty(Elements(page, "script"));
        Assert.Empty(Elements(page, "img"));
        Assert.Contains(Elements(page, "bdi"), word => word.Value == Token);
        Assert.Contains(Elements(page, "bdi"), word => word.Value == Label);
        Assert.Contains(Elements(page, "bdi"), word => word.Value == "\\u202E");
        Assert.Contains(Elements(page, "bdi"), word => word.Value == "\uFFFD");
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        string folder = Directory.CreateDirectory(_folder["<b>&amp;"]).FullName;
        string named = Path.Combine(folder, "'<i>'.tsv");
        File.Copy(gold, named);
        Assert.Contains(named, Elements(Parse(Written(SlotsModel.Path, named)), "footer").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_loads_nothing_runs_nothing_and_can_be_read_aloud()
    {
        XElement page = Page(ReverseModel.Path, ReverseModel.ValidationSource, ReverseModel.ValidationTarget);
        Assert.Equal("en", page.Attribute("lang")!.Value);
        string style = Elements(page, "style").Single().Value;
        string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            Elements(page, "meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value);
        Assert.DoesNotContain(style, letter => letter is '<' or '>' or '&');
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        XAttribute[] attributes = [.. page.Descendants().Attributes()];
        string[] names = [.. attributes.Select(attribute => attribute.Name.LocalName).Distinct()];
        Assert.DoesNotContain(names, name => name is "src" or "style" || name.StartsWith("on", StringComparison.Ordinal));
        string[] ids = [.. attributes.Where(attribute => attribute.Name == "id").Select(attribute => attribute.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids.Select(id => "#" + id), attributes.Where(attribute => attribute.Name == "href").Select(attribute => attribute.Value));
        Assert.All(Elements(page, "th"), heading => Assert.Contains(heading.Attribute("scope")?.Value, (string[])["row", "col"]));
        Assert.All(Elements(page, "table"), table => Assert.NotEmpty(Elements(table, "caption")));
        Assert.All(
            Elements(page, "svg").Where(picture => picture.Attribute("aria-hidden") is null),
            picture => Assert.Equal("title", picture.Elements().First().Name.LocalName));
        Assert.Single(Elements(page, "h1"));
    }

    [Fact]
    public void Elements_without_content_have_end_tags_as_html_wants_them()
    {
        IEnumerable<string> closed = Regex.Matches(OfTraining.Value, @"<([a-z0-9]+)[^<>]*/>").Select(match => match.Groups[1].Value);
        Assert.Empty(closed.Except(["meta", "line", "polyline", "path", "rect"]));
        string page = new ReportPage("", [], [], [Html.Section("id", "title", Html.Paragraph())], "").ToHtml();
        Assert.Contains("<p></p>", page, StringComparison.Ordinal);
        Assert.Contains("<meta charset=\"utf-8\" />", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_without_metrics_has_a_page_that_says_so()
    {
        string model = SlotsModel.CopyTo(_folder), log = Path.Combine(model, "metrics.csv");
        string header = File.ReadLines(log).First() + "\n";
        File.Delete(log);
        foreach (string? content in (string?[])[null, header])
        {
            if (content is not null) File.WriteAllText(log, content);
            XElement page = Page(model, SlotsModel.FirstSentences(_folder, 2));
            Assert.Contains("no evaluation in a metrics.csv", Section(page, "curves").Value, StringComparison.Ordinal);
            Assert.Single(Rows(Section(page, "speed"), "Speed"));
        }

        File.WriteAllText(log, header + "1,2\n");
        Assert.Equal($"{log}:2: expected a row of rnnctl's metrics, found '1,2'", Refusal.Of("report", model, "--output", _folder["page.html"]));
        Assert.False(File.Exists(_folder["page.html"]));
    }

    [Fact]
    public void Existing_file_is_replaced_only_where_the_user_says_so()
    {
        string page = _folder.Write("page.html", "mine");
        Assert.Equal($"{page}: a file already exists", Refusal.Of("report", ReverseModel.Path, "--output", page));
        Assert.Equal("mine", File.ReadAllText(page));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("report", ReverseModel.Path, "--output", page, "--overwrite"));
        Assert.Equal($"wrote {page}\n", tool.Error);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\"", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal(["page.html"], TemporaryFolder.FilesIn(_folder.Root));
    }

    [Fact]
    public void Bad_input_gives_one_error_and_no_file()
    {
        string page = _folder["page.html"], missing = _folder["missing"];
        Assert.Equal($"{missing}: no such directory", Refusal.Of("report", missing, "--output", page));
        Assert.Equal($"{missing}: no such file", Refusal.Of("report", SlotsModel.Path, missing, "--output", page));
        Assert.Equal($"{missing}/a.html: no such directory: {missing}", Refusal.Of("report", SlotsModel.Path, "--output", $"{missing}/a.html"));
        Assert.Equal($"{_folder.Root}: expected a file to write, found a directory", Refusal.Of("report", SlotsModel.Path, "--output", _folder.Root));
        Assert.Equal("Option '--output' is required.", Refusal.Of("report", SlotsModel.Path));
        Assert.Equal("--beam is of no use without files", Refusal.Of("report", ReverseModel.Path, "--beam", "2", "--output", page));
        string[] tagging = ["report", SlotsModel.Path, SlotsModel.Validation, "--output", page];
        Assert.Equal($"--beam is of no use with {SlotsModel.Path}, a tagger", Refusal.Of([.. tagging, "--beam", "2"]));
        Assert.Equal(
            $"--format is of no use with {ReverseModel.Path}, a translator",
            Refusal.Of("report", ReverseModel.Path, SlotsModel.Validation, "--format", "tsv", "--output", page));
        Assert.Empty(TemporaryFolder.FilesIn(_folder.Root));
    }

    private static XElement Page(params string[] words) => Parse(Written(words));

    private static string Written(params string[] words) => InProcessTool.Done(["report", .. words, "--output", "-", "--threads", "1"]);

    private static XElement Parse(string html)
    {
        XElement page = XDocument.Parse(html).Root!;
        Assert.Equal("html", page.Name.LocalName);
        foreach (XElement picture in Elements(page, "svg").Where(picture => picture.Attribute("aria-hidden") is null)) GoldenPicture.Parse(picture.ToString());
        return page;
    }

    private static IEnumerable<XElement> Elements(XElement root, string name) => GoldenPicture.Elements(root, name);

    private static XElement Section(XElement page, string id) => Elements(page, "section").Single(section => section.Attribute("id")!.Value == id);

    private static string[] Sections(XElement page) => [.. Elements(page, "section").Select(section => section.Attribute("id")!.Value)];

    private static Dictionary<string, string> Facts(XElement page) =>
        Elements(page, "dl").First().Elements().ToDictionary(fact => fact.Elements().First().Value, fact => fact.Elements().ElementAt(1).Value);

    /// <summary>The cells of the rows of a table with a caption.</summary>
    private static string[][] Rows(XElement section, string caption)
    {
        XElement table = Elements(section, "table").Single(table => Elements(table, "caption").Single().Value == caption);
        return [.. Elements(Elements(table, "tbody").Single(), "tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
    }

    private static JsonElement Json(params string[] words) => JsonDocument.Parse(InProcessTool.Done(words)).RootElement;

    private static string[] Lines(params string[] words) => InProcessTool.Done([.. words, "--threads", "1"]).Split('\n')[..^1];

    /// <summary>The mean over both directions of -log p of a sentence's symbols.</summary>
    private static double MeanLossOf(string line)
    {
        JsonElement score = JsonDocument.Parse(line).RootElement;
        double both = score.GetProperty("forward_log_probability").GetDouble() + score.GetProperty("backward_log_probability").GetDouble();
        return -both / (2 * score.GetProperty("symbols").GetArrayLength());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Hundredths(JsonElement share) => (100 * share.GetDouble()).ToString("F2", CultureInfo.InvariantCulture);
}
