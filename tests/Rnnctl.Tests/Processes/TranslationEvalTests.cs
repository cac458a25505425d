using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl eval</c> of a translator.</summary>
public sealed class TranslationEvalTests : IDisposable
{
    private const string Bleu = "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0";

    private static readonly string[] Keys =
    [
        "task", "sentences", "tokens", "loss", "accuracy", "precision", "recall", "f1", "labels", "perplexity", "bleu", "chrf", "bleu_signature",
        "chrf_signature", "ter", "ter_signature", "source_unknown_share", "target_unknown_share", "seconds", "tokens_per_second",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Score_of_greedy_translations_is_the_score_that_training_reported()
    {
        JsonElement result = Scored("--beam", "1", "--length-penalty", "0", "--json");
        Assert.Equal(Keys, result.EnumerateObject().Select(entry => entry.Name));
        string told = string.Create(CultureInfo.InvariantCulture, $"done: the best model scored {result.GetProperty("bleu").GetDouble():F2} at step");
        Assert.Contains(told, ReverseModel.Told, StringComparison.Ordinal);
        int letters = File.ReadLines(ReverseModel.ValidationTarget).Sum(line => line.Split(' ').Length + 1);
        Assert.Equal("translate", result.GetProperty("task").GetString());
        Assert.Equal((200, letters), (result.GetProperty("sentences").GetInt32(), result.GetProperty("tokens").GetInt32()));
        Assert.Equal(Math.Exp(result.GetProperty("loss").GetDouble()), result.GetProperty("perplexity").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("accuracy").ValueKind);
        Assert.Equal(0, result.GetProperty("labels").GetArrayLength());
        Assert.Equal(Bleu, result.GetProperty("bleu_signature").GetString());
    }

    [Fact]
    public void Output_of_translate_has_the_same_score_as_the_model_but_no_loss()
    {
        string predictions = _folder.Write("predictions", InProcessTool.Done("translate", ReverseModel.Path, ReverseModel.ValidationSource) + "\n\n");
        string[] files = [ReverseModel.ValidationSource, ReverseModel.ValidationTarget];
        string[] expected = InProcessTool.Done(["eval", ReverseModel.Path, .. files]).Split('\n');
        Assert.Matches($"^BLEU\\|{Bleu.Replace("|", "\\|", StringComparison.Ordinal)} = [0-9.]+ [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ \\(BP = ", expected[0]);
        Assert.Matches("^chrF2\\|nrefs:1\\|case:mixed\\|eff:yes\\|nc:6\\|nw:0\\|space:no\\|version:2.6.0 = [0-9.]+$", expected[1]);
        Assert.Matches("^TER\\|nrefs:1\\|case:lc\\|tok:tercom\\|norm:no\\|punct:yes\\|asian:no\\|version:2.6.0 = [0-9.]+$", expected[2]);
        Assert.Matches("^loss: 0\\.[0-9]{4}; perplexity: 1\\.[0-9]{3}; 200 sentences; [0-9,]+ tokens/s$", expected[3]);
        string[] scored = InProcessTool.Done(["eval", ReverseModel.Path, .. files, "--predictions", predictions]).Split('\n');
        Assert.Equal([.. expected[..3], ""], scored);
        JsonElement result = Scored("--predictions", predictions, "--json");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (result.GetProperty("loss").ValueKind, result.GetProperty("perplexity").ValueKind));
    }

    [Fact]
    public void Blank_source_has_a_blank_translation()
    {
        string gold = _folder.Write("gold.tsv", "a b c d e\te d c b a\n\ta\n");
        string predictions = _folder.Write("predictions", "e d c b a\n\n");
        string scored = InProcessTool.Done("eval", ReverseModel.Path, gold, "--predictions", predictions);
        string run = InProcessTool.Done("eval", ReverseModel.Path, gold);
        Assert.StartsWith(scored, run, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_tokenize_changes_the_tokens_of_bleu()
    {
        string gold = _folder.Write("gold.tsv", "a\ta b c d e, f\n"), predictions = _folder.Write("predictions", "a b c d e , f\n");
        string usual = InProcessTool.Done("eval", ReverseModel.Path, gold, "--predictions", predictions);
        Assert.StartsWith($"BLEU|{Bleu} = 100.00 ", usual, StringComparison.Ordinal);
        string none = InProcessTool.Done("eval", ReverseModel.Path, gold, "--predictions", predictions, "--tokenize", "none");
        Assert.StartsWith($"BLEU|{Bleu.Replace("13a", "none", StringComparison.Ordinal)} = ", none, StringComparison.Ordinal);
        Assert.DoesNotContain("= 100.00 ", none, StringComparison.Ordinal);
    }

    private static JsonElement Scored(params string[] options)
    {
        string output = InProcessTool.Done(["eval", ReverseModel.Path, ReverseModel.ValidationSource, ReverseModel.ValidationTarget, .. options]);
        return JsonDocument.Parse(output).RootElement;
    }
}
