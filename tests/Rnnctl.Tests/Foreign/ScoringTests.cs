using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>
/// Scores of other people's output without a model. The lines of translations are those that sacreBLEU 2.6.0 prints (<c>-m bleu chrf ter -w 2 -f text</c>),
/// those of labels conlleval's.
/// </summary>
public sealed class ScoringTests : IDisposable
{
    private const string Hypotheses = "The dog bit the man.\nIt wasn't surprising.\nThe man had just bitten him.\n";
    private const string First = "The dog bit the man.\nIt was not unexpected.\nThe man bit him first.\n";
    private const string Second = "The dog had bit the man.\nNo one was surprised.\nThe man had bitten the dog.\n";
    private const string GoldColumns = "fly O\nto O\nNew B-city\nYork I-city\non O\nMay B-date\n3 I-date\n\nto O\nOslo B-city\n\nto O\nRome B-city\n\n";
    private const string PredictedColumns = "fly O\nto O\nNew B-city\nYork O\non O\nMay B-date\n3 I-date\n\nto O\nOslo B-date\n\nto B-city\nRome B-date\n\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Translations_score_as_sacreBLEU_prints_with_two_references()
    {
        InProcessTool run = Run(Eval(Hypotheses, First, Second));
        Assert.Equal(
            [
                "BLEU|nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 = 48.53 82.4/50.0/45.5/37.5 "
                    + "(BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)",
                "chrF2|nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0 = 59.73",
                "TER|nrefs:2|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0 = 40.00",
            ], run.OutputLines);
        Assert.Equal([$"--task translate, since {_folder["ref1"]} is plain text"], run.ErrorLines);
    }

    [Fact]
    public void Options_change_scores_and_signatures()
    {
        string[] lines = Run(
        [
            .. Eval(Hypotheses, First), "--lowercase", "--tokenize", "intl", "--chrf-word-order", "2", "--ter-normalized", "--ter-case-sensitive",
        ]).OutputLines;
        Assert.StartsWith("BLEU|nrefs:1|case:lc|eff:no|tok:intl|smooth:exp|version:2.6.0 = ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("chrF2++|nrefs:1|case:lc|eff:yes|nc:6|nw:2|space:no|version:2.6.0 = ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("TER|nrefs:1|case:mixed|tok:tercom|norm:yes|punct:yes|asian:no|version:2.6.0 = ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Two_systems_are_compared_the_same_way_for_the_same_seed()
    {
        string other = _folder.Write("other", "The dog bit.\nIt was a surprise.\nThe man bit him first.\n");
        string[] words = [.. Eval(Hypotheses, First), "--compare", other, "--resamples", "50", "--seed", "7"];
        string[] lines = Run(words).OutputLines;
        Assert.Equal(6, lines.Length);
        string estimate = @"\d+\.\d\d \(μ = \d+\.\d\d ± \d+\.\d\d\)";
        Assert.Matches(@$"^BLEU\|nrefs:1\|bs:50\|seed:7\|case:mixed\|.*2\.6\.0 = {estimate}; .*other = {estimate}; p = [01]\.\d\d\d\d$", lines[3]);
        Assert.Equal(lines, Run(words).OutputLines);

        JsonElement comparison = Json([.. words, "--json"]).GetProperty("comparison");
        Assert.Equal((other, 50, 7), (comparison.GetProperty("other").GetString(), Number(comparison, "resamples"), Number(comparison, "seed")));
        JsonElement ter = comparison.GetProperty("metrics")[2];
        Assert.Equal(
            ["metric", "signature", "score", "mean", "confidence", "other_score", "other_mean", "other_confidence", "p_value"],
            ter.EnumerateObject().Select(entry => entry.Name));
        Assert.InRange(ter.GetProperty("p_value").GetDouble(), 1 / 51.0, 1);
        Assert.Equal("TER", ter.GetProperty("metric").GetString());
    }

    [Fact]
    public void Json_of_translations_has_scores_and_signatures_and_no_loss()
    {
        JsonElement result = Json([.. Eval(Hypotheses, First, Second), "--json"]);
        Assert.Equal("translate", result.GetProperty("task").GetString());
        Assert.Equal((3, 17), (Number(result, "sentences"), Number(result, "tokens")));
        Assert.Equal(48.530827, result.GetProperty("bleu").GetDouble(), 1e-6);
        Assert.Equal(40, result.GetProperty("ter").GetDouble(), 1e-9);
        Assert.StartsWith("nrefs:2|case:lc|tok:tercom|", result.GetProperty("ter_signature").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("loss").ValueKind);
        Assert.False(result.TryGetProperty("comparison", out _));
    }

    [Fact]
    public void Labels_score_as_conlleval_prints_with_errors_in_context()
    {
        InProcessTool run = Run([.. Eval(PredictedColumns, GoldColumns), "--errors", "3"]);
        Assert.Equal(
            [
                "processed 11 tokens with 4 phrases; found: 5 phrases; correct: 1.",
                "accuracy:  63.64%; precision:  20.00%; recall:  25.00%; FB1:  22.22",
                "             city: precision:   0.00%; recall:   0.00%; FB1:   0.00  2",
                "             date: precision:  33.33%; recall: 100.00%; FB1:  50.00  3",
                "micro F1: 22.22; macro F1: 25.00 over 2 types",
                "errors (spans, gold -> predicted, [gold] and {predicted} in examples): 3",
                "       2  city -> date",
                "          sentence 2: to [Oslo]",
                "          sentence 3: to [Rome]",
                "       1  city: boundary",
                "          sentence 1: fly to [{New} York] on May 3",
                "       1  city: spurious",
                "          sentence 3: {to} Rome",
            ], run.OutputLines);
        Assert.Equal(
            [
                "--task tag, since --errors is given",
                $"reading {_folder["ref1"]} as CoNLL columns",
                $"reading {_folder["hyp"]} as predictions, a token a line in columns",
                $"{_folder["ref1"]}: spans in iob2; scored by F1 over spans",
                $"{_folder["hyp"]}: spans in iob2",
            ], run.ErrorLines);
    }

    [Theory]
    [InlineData("a I-x\nb O\nc I-x\nd B-x\n\n", "iob1")]
    [InlineData("a B-x\nb I-x\nc O\n\n", "iob2")]
    [InlineData("a B-x\nb E-x\nc S-x\n\n", "iobes")]
    [InlineData("a B-x\nb L-x\nc U-x\n\n", "bilou")]
    [InlineData("a B-x\nb M-x\nc E-x\n\n", "bmes")]
    [InlineData("a B\nb I\nc O\n\n", "iob2")]
    [InlineData("a B\nb M\nc E\nd S\n\n", "bmes")]
    public void Every_scheme_is_found_and_said(string columns, string scheme)
    {
        InProcessTool run = Run([.. Eval(columns, columns), "--json"]);
        Assert.Single(run.ErrorLines, $"--task tag, since {_folder["ref1"]} has labels");
        Assert.Single(run.ErrorLines, $"{_folder["ref1"]}: spans in {scheme}; scored by F1 over spans");
        JsonElement result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((scheme, 1.0, 1.0), (
            result.GetProperty("scheme").GetString(), result.GetProperty("f1").GetDouble(), result.GetProperty("macro_f1").GetDouble()));
    }

    [Fact]
    public void Labels_that_mark_no_spans_are_scored_by_accuracy()
    {
        InProcessTool run = Run([.. Eval("the DT\ncat VB\n\na DT\n\n", "the DT\ncat NN\n\na DT\n\n"), "--errors", "5"]);
        Assert.Single(run.ErrorLines, line => line.EndsWith("; scored by accuracy", StringComparison.Ordinal));
        Assert.Equal("processed 3 tokens; accuracy:  66.67%", run.OutputLines[0]);
        Assert.Equal("macro F1: 33.33 over 3 labels", run.OutputLines[4]);
        Assert.Equal(["       1  NN -> VB", "          sentence 1: the [cat]"], run.OutputLines[^2..]);
    }

    [Fact]
    public void Json_of_errors_has_places_from_1()
    {
        JsonElement errors = Json([.. Eval(PredictedColumns, GoldColumns), "--errors", "9", "--json"]).GetProperty("errors");
        Assert.Equal(["type", "boundary", "spurious"], errors.EnumerateArray().Select(error => error.GetProperty("kind").GetString()));
        JsonElement boundary = errors[1], example = boundary.GetProperty("examples")[0];
        Assert.Equal(("city", 1), (boundary.GetProperty("gold").GetString(), Number(boundary, "count")));
        Assert.Equal("[3,4]", example.GetProperty("gold_tokens").GetRawText());
        Assert.Equal("[3,3]", example.GetProperty("predicted_tokens").GetRawText());
        Assert.Equal(JsonValueKind.Null, errors[2].GetProperty("gold").ValueKind);
    }

    [Fact]
    public void Task_can_be_named_where_lines_deceive()
    {
        string[] words = Eval("a b\n\nc d\n", "a b\n\nc e\n");
        Assert.Single(Run(words).ErrorLines, $"--task tag, since {_folder["ref1"]} has labels");
        Assert.StartsWith("BLEU|", Run([.. words, "--task", "translate"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_looks_tokenised_is_warned_of()
    {
        string line = string.Concat(Enumerable.Repeat("a b .\n", 100));
        const string Warning = "100 lines end in ' .', as tokenised text does; BLEU divides lines itself, so score plain text, or give --tokenize none";
        Assert.Equal($"warning: {_folder["hyp"]}: {Warning}", Run(Eval(line, line)).ErrorLines[^1]);
        Assert.DoesNotContain("warning", Run([.. Eval(line, line), "--tokenize", "none"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_scored_against_further_references_and_compared()
    {
        string reference = _folder.Write("ref", string.Concat(Enumerable.Repeat("a\n", File.ReadLines(ReverseModel.ValidationTarget).Count())));
        string[] words = ["eval", ReverseModel.Path, ReverseModel.ValidationSource, ReverseModel.ValidationTarget, "--threads", "1"];
        string[] lines = Run([.. words, "--reference", reference, "--compare", ReverseModel.ValidationTarget, "--resamples", "2"]).OutputLines;
        Assert.StartsWith("BLEU|nrefs:2|case:mixed|", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"; {ReverseModel.ValidationTarget} = 0.00 (μ = 0.00 ± 0.00); p = 0.3333", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("loss: ", lines[6], StringComparison.Ordinal);
        string shorter = _folder.Write("short", "a\n");
        Assert.Equal(
            $"{shorter}: expected 200 references, a line each, as {ReverseModel.ValidationTarget} has, found 1",
            Refusal.Of([.. words, "--reference", shorter]));
        Assert.Equal(
            $"--reference is of no use with {SlotsModel.Path}, a tagger", Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--reference", shorter));
    }

    [Fact]
    public void Errors_of_a_model_are_those_of_its_output()
    {
        string gold = _folder.Write("gold.tsv", "tokens\tlabels\nleave Taipei\tO B-destination\narrive Taipei\tO B-destination\n");
        string[] lines = Run(["eval", SlotsModel.Path, gold, "--errors", "1", "--threads", "1"]).OutputLines;
        Assert.Equal(["       1  destination -> departure", "          sentence 1: leave [Taipei]"], lines[^2..]);
    }

    [Fact]
    public void Files_of_other_lengths_are_refused_with_both_names_and_counts()
    {
        string hypotheses = _folder["hyp"], reference = _folder["ref1"], second = _folder["ref2"];
        Assert.Equal($"{hypotheses}: expected 3 translations, a line each, as {reference} has, found 2", Refusal.Of(Eval("a\nb\n", "a\nb\nc\n")));
        Assert.Equal($"{hypotheses}: expected 1 translation, a line each, as {reference} has, found 0", Refusal.Of(Eval("", "a\n")));
        Assert.Equal($"{second}: expected 2 references, a line each, as {reference} has, found 1", Refusal.Of(Eval("a\nb\n", "a\nb\n", "a\n")));
        Assert.Equal($"{reference}: expected references, a line each, found an empty file", Refusal.Of(Eval("a\n", "")));
        string other = _folder.Write("other", "a\nb\n");
        Assert.Equal(
            $"{other}: expected 1 translation, a line each, as {reference} has, found 2", Refusal.Of([.. Eval("a\n", "a\n"), "--compare", other]));
        Assert.Equal(
            $"{hypotheses}:2: expected 2 sentences, as {reference} has, found the end of the file after 1", Refusal.Of(Eval("a\tO\n\n", "a\tO\n\nb\tO\n\n")));
        Assert.Equal(
            $"{hypotheses}:3: expected the end of the file after 1 sentences, as {reference} has, found another",
            Refusal.Of(Eval("a\tO\n\nb\tO\n\n", "a\tO\n\n")));
    }

    [Theory]
    [InlineData("expected MODEL, found none", "")]
    [InlineData("expected --predictions beside --reference, found none", "--reference ref1")]
    [InlineData("expected --reference beside --predictions, since there is no MODEL, found none", "--predictions hyp")]
    [InlineData("expected FILE after model, found none", "model --predictions hyp")]
    [InlineData("--task is of no use with model, a model, which has its own", "model file --task tag")]
    [InlineData("--beam is of no use without MODEL", "--predictions hyp --reference ref1 --beam 2")]
    [InlineData("--threads is of no use without MODEL", "--predictions hyp --reference ref1 --threads 2")]
    [InlineData("--resamples is of no use without --compare", "--predictions hyp --reference ref1 --resamples 10")]
    [InlineData("--ter-asian-support is of no use without --ter-normalized or --ter-no-punct", "--predictions hyp --reference ref1 --ter-asian-support")]
    [InlineData("--chrf-word-order: expected a whole number from 0 to 4, found '5'", "--predictions hyp --reference ref1 --chrf-word-order 5")]
    [InlineData("--errors: expected a whole number of at least 1, found '0'", "--predictions hyp --reference ref1 --errors 0")]
    [InlineData("ref1: no such file", "--predictions hyp --reference ref1 --task tag --tokenize zh")]
    public void Wrong_options_are_refused(string message, string options) =>
        Assert.Equal(message, Refusal.Of(["eval", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    [Fact]
    public void Options_of_the_other_task_are_refused()
    {
        string[] words = Eval("a\n", "a\n");
        Assert.Equal("--tokenize is of no use with labels", Refusal.Of([.. words, "--tokenize", "zh", "--errors", "3"]));
        Assert.Equal("--compare is of no use with labels", Refusal.Of([.. words, "--task", "tag", "--compare", "x"]));
        Assert.Equal("--errors is of no use with translations", Refusal.Of([.. words, "--task", "translate", "--errors", "3"]));
    }

    /// <summary>The words of a run that scores a file against references.</summary>
    private string[] Eval(string hypotheses, params string[] references) =>
    [
        "eval", "--predictions", _folder.Write("hyp", hypotheses),
        "--reference", .. references.Select((reference, place) => _folder.Write($"ref{place + 1}", reference)),
    ];

    private static InProcessTool Run(string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        return tool;
    }

    private static JsonElement Json(string[] words) => JsonDocument.Parse(Run(words).Output).RootElement;

    private static int Number(JsonElement element, string key) => element.GetProperty(key).GetInt32();
}
