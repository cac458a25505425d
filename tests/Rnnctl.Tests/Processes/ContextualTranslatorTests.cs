using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--contextual</c> of translators.</summary>
public sealed class ContextualTranslatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--contextual-at both --contextual-dropout 0.2 --contextual-l2 0.01 --attention general")]
    public void Copied_and_linked_language_models_give_the_same_translator(string options)
    {
        string copied = Train("copied", options), linked = Train("linked", options + " --contextual-link --contextual-cache 0");
        Assert.Equal(ContextualFolder.Tensors(copied), ContextualFolder.Tensors(linked));
        Assert.True(Directory.Exists(Path.Combine(copied, "contextual", "1")));
        Assert.False(Directory.Exists(Path.Combine(linked, "contextual")));
        string[] translated = Translate(copied);
        Assert.Equal(translated, Translate(linked));
        Assert.Equal(translated, Translate(copied, "--ensemble", linked));
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done([.. Scoring("eval", copied), "--json", .. Greedy])).RootElement;
        string predictions = _folder.Write("translated", string.Concat(translated.Select(line => line + "\n")));
        JsonElement same = JsonDocument.Parse(InProcessTool.Done([.. Scoring("eval", copied), "--json", "--predictions", predictions])).RootElement;
        Assert.Equal(same.GetProperty("chrf").GetDouble(), scores.GetProperty("chrf").GetDouble(), 1e-9);
        double sum = InProcessTool.Done(Scoring("score", copied)).Split('\n')[..^1].Sum(line => double.Parse(line, CultureInfo.InvariantCulture));
        Assert.Equal(scores.GetProperty("loss").GetDouble(), -sum / scores.GetProperty("tokens").GetInt32(), 1e-4);
        Assert.Contains("contextual  2 layers of 16, at ", InProcessTool.Done("inspect", copied), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--contextual-at both --contextual-dropout 0.2")]
    [InlineData("--fine-tune --contextual-at output")]
    public void Resumed_run_gives_the_same_bits(string options)
    {
        string whole = Train("whole", options + " --epochs 2"), parts = Train("parts", options + " --epochs 1");
        InProcessTool.Done(Words("parts", "--resume --epochs 2"));
        foreach (string name in (string[])["model.safetensors", "training.safetensors", "contextual/1/model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, name)), File.ReadAllBytes(Path.Combine(parts, name)));
        Assert.Equal(Translate(whole), Translate(parts));
        string gradcheck = InProcessTool.Done("gradcheck", "--model", whole, "--device", "cpu", "--threads", "1");
        Assert.Contains(" contextual_1.output.weights ", gradcheck, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_of_a_word_read_its_vector_and_a_blank_line_is_translated_to_a_blank_line()
    {
        string segments = _folder["segments"];
        InProcessTool.Done("vocab", ContextualFolder.Text, ContextualFolder.Translation, "--bpe", "10", "--output", segments);
        string model = Train("model", $"--src-vocab {segments} --tgt-vocab {segments} --contextual-at both --fine-tune", ContextualFolder.LanguageModel);
        string lines = _folder.Write("lines", "red unseen\n\nblue\n");
        string[] translated = InProcessTool.Done("translate", model, lines, "--max-length", "9", "--threads", "1").Split('\n');
        Assert.Equal((4, ""), (translated.Length, translated[1]));
        Assert.Equal(2, InProcessTool.Done(
            "score", model, _folder.Write("source", "\ngreen hat\n"), _folder.Write("target", "HAT\n\n"), "--threads", "1").Split('\n').Length - 1);
    }

    [Fact]
    public void Plain_and_contextual_translators_translate_together()
    {
        string plain = _folder["plain"], contextual = Train("contextual", "--contextual-at output");
        InProcessTool.Done(Words("plain", "--cell gru"));
        Assert.NotEqual(Translate(plain), Translate(contextual));
        Assert.Equal(Translate(plain, "--ensemble", contextual), Translate(contextual, "--ensemble", plain));
    }

    [Fact]
    public void Language_model_that_is_not_that_of_training_is_refused()
    {
        string linked = ContextualFolder.CopyOf(ContextualFolder.LanguageModel, _folder["linked"]), weights = Path.Combine(linked, "model.safetensors");
        string model = Train("model", "--contextual-link", linked);
        ContextualFolder.Flip(weights);
        string other = $"{weights}: not the weights that {model} was trained with: expected SHA-256 ";
        Assert.StartsWith(other, Refusal.Of("translate", model, ContextualFolder.Text), StringComparison.Ordinal);
        Assert.StartsWith(other, Refusal.Of(Scoring("eval", model)), StringComparison.Ordinal);
        Assert.StartsWith(other, Refusal.Of(Scoring("score", model)), StringComparison.Ordinal);
        Assert.StartsWith(other, Refusal.Of(Words("model", "--resume --epochs 3")), StringComparison.Ordinal);
        Assert.Equal($"{model}: expected a language model or a tagger, found a translator", Refusal.Of("embed", model, ContextualFolder.Text));
    }

    [Fact]
    public void Mix_at_the_output_is_refused_where_nothing_reads_the_outputs()
    {
        string[] words = [.. Words("model", "--attention none --contextual-at output"), "--contextual", ContextualFolder.LanguageModel];
        Assert.Equal(
            "--contextual-at: output and both need attention or the context mean, else nothing reads the encoder's outputs", Refusal.Of(words));
        Assert.Equal("--fine-tune is of no use without --contextual", Refusal.Of(Words("model", "--fine-tune")));
        Assert.False(Directory.Exists(_folder["model"]));
    }

    private static string[] Greedy => ["--beam", "1", "--max-length", "20"];

    private static string[] Scoring(string verb, string model) => [verb, model, ContextualFolder.Text, ContextualFolder.Translation, "--threads", "1"];

    private static string[] Translate(string model, params string[] options) => InProcessTool.Done(
        ["translate", model, ContextualFolder.Text, "--threads", "1", .. Greedy, .. options]).Split('\n')[..^1];

    private string Train(string name, string options, string? languageModel = null)
    {
        InProcessTool.Done([.. Words(name, options), "--contextual", languageModel ?? ContextualFolder.LanguageModel]);
        return _folder[name];
    }

    private string[] Words(string name, string options)
    {
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            "train", "--task", "translate", "--train", ContextualFolder.Text, ContextualFolder.Translation, "--valid", ContextualFolder.Text,
            ContextualFolder.Translation, "--output", _folder[name], "--hidden", "8", "--embedding", "4", "--lr", "0.02", "--threads", "1", "--device", "cpu",
            .. given, .. given.Contains("--epochs") ? (string[])[] : ["--epochs", "2"],
        ];
    }
}
