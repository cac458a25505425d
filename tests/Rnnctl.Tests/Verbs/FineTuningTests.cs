using System.Security.Cryptography;
using System.Text.Json;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>train --from</c>: a model that starts from another one's weights, with other data.</summary>
public sealed class FineTuningTests : IDisposable
{
    private static readonly string[] Short = ["--epochs", "1", "--lr", "0.05", "--hidden", "6", "--embedding"];
    private static readonly string[] Small = [.. Short, "4"], Tied = [.. Short, "6", "--tie-embeddings"];

    private static readonly Lazy<TemporaryFolder> Parents = new(MakeFolder);

    // Columns of token, feature and label.
    private static readonly Lazy<string> Tagger = new(() => Parent(
        "slots", "--train", Parents.Value["a.conll"], "--crf", "--features", "2", "--char-cell", "cnn", "--char-hidden", "3", "--char-embedding", "3"));

    private static readonly Lazy<string> Translator = new(() => Parent(
        "a-b", "--task", "translate", "--train", Parents.Value["a.src"], Parents.Value["a.tgt"], "--attention", "additive", "--label-smoothing", "0.1"));

    private static readonly Lazy<string> LanguageModel = new(() => Parent("lm", "--task", "lm", "--train", Parents.Value["a.src"], "--batch-size", "2"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tagger_grows_by_what_the_new_data_adds()
    {
        // Of what is here, output.bias alone learns.
        string output = _folder["new"];
        InProcessTool tool = Train(
            output, "--from", Tagger.Value, "--train", Write("b.conll", "the D O\nzoo N B-place\nzzz N I-place\nsees X O\n"),
            "--freeze", "embedding", "characters", "feature_1", "encoder", "output.weight", "crf");
        Assert.Contains(
            $"from {Tagger.Value}: tokens 5 + 2, labels 3 + 2, characters 6 + 2, feature_1 4 + 1 (B-place, I-place)", tool.ErrorLines);
        Assert.Equal([.. Lines(Tagger.Value, "tokens"), "zoo", "zzz"], Lines(output, "tokens"));
        Assert.Equal([.. Lines(Tagger.Value, "labels"), "B-place", "I-place"], Lines(output, "labels"));
        Dictionary<string, Matrix> before = Tensors(Tagger.Value), now = Tensors(output);
        Assert.Equal(before.Keys.Order(), now.Keys.Order());
        foreach (string name in now.Keys.Except(["output.bias"])) AssertBeginsWith(before[name], now[name], name);

        // New rows are drawn as those of a new model are, and transitions start at 0.
        AssertDrawn(now["embedding.weight"].Row(6), Math.Sqrt(3.0 / 4));
        AssertDrawn(now["characters.embedding.weight"].Row(6), 1);
        AssertDrawn(now["output.weight"].Row(4), Math.Sqrt(6.0 / (5 + 12)));
        Assert.All(now["crf.transitions"].Row(4), transition => Assert.Equal(0, transition));
        Assert.Equal((5, 5), (now["crf.transitions"].Rows, now["crf.transitions"].Columns));
        Assert.Equal([0f, 0f], now["crf.start_transitions"].Row(0)[3..]);
        Assert.NotEqual(before["output.bias"].Values, now["output.bias"].Values[..3]);
        string[] labels = InProcessTool.Done("tag", output, _folder["b.conll"], "--format", "conll", "--output-format", "labels").Trim().Split(' ');
        Assert.All(labels, label => Assert.Contains(label, Lines(output, "labels")));
    }

    [Fact]
    public void The_configuration_tells_whose_weights_the_model_began_with()
    {
        string output = _folder["new"];
        Train(output, "--from", Tagger.Value, "--train", Parents.Value["a.conll"], "--lr", "0.01", "--dropout", "0.5");
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Tagger.Value, "model.safetensors"))));
        Assert.Contains($"from        {Tagger.Value}, SHA-256 {digest}", InProcessTool.Done("inspect", output).Split('\n'));
        JsonElement configuration = JsonDocument.Parse(InProcessTool.Done("inspect", output, "--json")).RootElement.GetProperty("configuration");
        Assert.Equal(
            $$"""{"path":"{{Tagger.Value}}","sha256":"{{digest}}","fixed_vocabulary":false}""", configuration.GetProperty("from").GetRawText());

        // The architecture is the parent's, the loop has its usual defaults, and what was typed wins.
        (JsonElement architecture, JsonElement training) = (configuration.GetProperty("architecture"), configuration.GetProperty("training"));
        Assert.Equal((6, true, 0.5), (
            architecture.GetProperty("hidden").GetInt32(), architecture.GetProperty("crf").GetBoolean(), architecture.GetProperty("dropout").GetDouble()));
        Assert.Equal((0.01, 20), (training.GetProperty("learning_rate").GetDouble(), training.GetProperty("epochs").GetInt32()));
    }

    [Fact]
    public void Without_learning_the_old_data_scores_as_before()
    {
        string[] still = ["--optimizer", "sgd", "--lr", "1e-30", "--epochs", "1"];
        string[] words = ["--train", Write("b.conll", "zoo N O\nzzz N O\n"), .. still];
        Train(_folder["tagger"], ["--from", Tagger.Value, .. words]);
        AssertSameScores(Tagger.Value, _folder["tagger"], Parents.Value["a.conll"]);

        // New words of a target, or of a language model, would take a share of the probability.
        string source = Write("b.src", "a zoo\n"), target = Write("b.tgt", "B A\n");
        Train(_folder["translator"], ["--from", Translator.Value, "--train", source, target, .. still]);
        AssertSameScores(Translator.Value, _folder["translator"], Parents.Value["a.src"], Parents.Value["a.tgt"]);
        Train(_folder["lm"], ["--from", LanguageModel.Value, "--train", source, "--fixed-vocabulary", .. still]);
        AssertSameScores(LanguageModel.Value, _folder["lm"], Parents.Value["a.src"]);
    }

    [Fact]
    public void A_translator_grows_on_both_sides()
    {
        string source = Write("b.src", "a zoo\n"), target = Write("b.tgt", "ZOO OH B\n");
        InProcessTool tool = Train(
            _folder["new"], "--from", Translator.Value, "--train", source, target, "--freeze", "source", "target", "encoder", "output.weight");
        Assert.Contains($"from {Translator.Value}: source 6 + 1, target 6 + 2", tool.ErrorLines);
        Assert.Contains(
            "warning: --freeze: new symbols stay as they were drawn at random in source_embedding.weight, target_embedding.weight, output.weight",
            tool.ErrorLines);
        Dictionary<string, Matrix> before = Tensors(Translator.Value), now = Tensors(_folder["new"]);
        foreach (string name in (string[])["source_embedding.weight", "target_embedding.weight", "encoder.weight_hh_l0", "output.weight"])
            AssertBeginsWith(before[name], now[name], name);
        Assert.Equal((7, 8, 8), (now["source_embedding.weight"].Rows, now["output.weight"].Rows, now["output.bias"].Columns));
        AssertDrawn(now["target_embedding.weight"].Row(7), Math.Sqrt(3.0 / 4));
        Assert.Contains("\"label_smoothing\": 0.1", File.ReadAllText(Path.Combine(_folder["new"], "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_joint_vocabulary_with_tied_embeddings_grows_once()
    {
        string[] data = ["--train", Parents.Value["a.src"], Parents.Value["a.tgt"]];
        Train(_folder["old"], ["--task", "translate", .. data, .. Tied, "--joint-vocabulary"]);
        InProcessTool tool = Train(
            _folder["new"], "--from", _folder["old"], "--train", Write("b.src", "a zoo\n"), Write("b.tgt", "ZOO zoo\n"), "--freeze", "embedding", "--stream");
        Assert.Contains($"from {_folder["old"]}: source 9 + 2, target 9 + 2", tool.ErrorLines);
        Dictionary<string, Matrix> before = Tensors(_folder["old"]), now = Tensors(_folder["new"]);
        AssertBeginsWith(before["embedding.weight"], now["embedding.weight"], "embedding.weight");
        Assert.Equal((11, 11), (now["embedding.weight"].Rows, now["output.bias"].Columns));
        Assert.Equal(Lines(_folder["new"], "source"), Lines(_folder["new"], "target"));
    }

    [Fact]
    public void A_language_model_grows_by_words_or_characters()
    {
        InProcessTool tool = Train(_folder["words"], "--from", LanguageModel.Value, "--train", Write("b", "zoo a zoo zzz\n"), "--min-count", "2");
        Assert.Contains($"from {LanguageModel.Value}: tokens 6 + 1", tool.ErrorLines);
        Train(_folder["old"], ["--task", "lm", "--unit", "characters", "--train", Parents.Value["a.src"], .. Tied]);
        tool = Train(_folder["characters"], "--from", _folder["old"], "--train", Write("c", "zoo\n"), "--freeze", "embedding");
        Assert.Contains($"from {_folder["old"]}: tokens 7 + 2", tool.ErrorLines);
        AssertBeginsWith(Tensors(_folder["old"])["embedding.weight"], Tensors(_folder["characters"])["embedding.weight"], "embedding.weight");
        Assert.Equal("o", Lines(_folder["characters"], "tokens")[7]);
    }

    [Fact]
    public void Segments_of_words_stay_and_a_line_says_so()
    {
        string bpe = _folder["bpe"], source = Write("words", "low lower lowest low\nlow lower\n");
        InProcessTool.Done("vocab", source, "--bpe", "3", "--output", bpe);
        Train(_folder["old"], ["--task", "lm", "--train", source, "--src-vocab", bpe, .. Small]);
        InProcessTool tool = Train(_folder["new"], "--from", _folder["old"], "--train", Write("b", "zoo slow\n"));
        Assert.Matches($"from {_folder["old"]}: tokens (\\d+) \\+ 0; segments of words stay, since their merges do\n", tool.Error);
        Assert.Equal(Lines(_folder["old"], "tokens"), Lines(_folder["new"], "tokens"));
    }

    [Fact]
    public void A_fixed_vocabulary_stays_as_it_is()
    {
        InProcessTool tool = Train(_folder["new"], "--from", Tagger.Value, "--fixed-vocabulary", "--train", Write("b.conll", "zoo N O\nthe X B-x\n"));
        Assert.Contains($"from {Tagger.Value}: tokens 5 + 0, labels 3 + 0, characters 6 + 0, feature_1 4 + 0", tool.ErrorLines);
        Assert.Contains("\"fixed_vocabulary\": true", File.ReadAllText(Path.Combine(_folder["new"], "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_without_the_model_that_it_started_from()
    {
        string old = ContextualFolder.CopyOf(Tagger.Value, _folder["old"]), corpus = Write("b.conll", "zoo N O\nzzz N B-x\n");
        string[] words = ["--from", old, "--train", corpus, "--freeze", "encoder.weight_hh_l0", "embedding"];
        Train(_folder["whole"], [.. words, "--epochs", "2"]);
        Train(_folder["parts"], [.. words, "--epochs", "1"]);
        Directory.Delete(old, recursive: true);
        Train(_folder["parts"], [.. words, "--epochs", "2", "--resume"]);
        foreach (string file in (string[])["model.safetensors", "training.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"parts/{file}"]));
        Train(_folder["parts"], "--train", corpus, "--epochs", "3", "--resume");
    }

    [Fact]
    public void Sentences_in_their_files_give_the_bits_of_those_in_memory()
    {
        string[] words = ["--from", Tagger.Value, "--train", Write("b.conll", "zoo N O\nzzz N B-x\n\nthe D O\n"), "--epochs", "2"];
        Train(_folder["memory"], words);
        Train(_folder["files"], [.. words, "--stream"]);
        Assert.Equal(ContextualFolder.Tensors(_folder["memory"]), ContextualFolder.Tensors(_folder["files"]));
    }

    [Fact]
    public void Language_models_that_the_parent_reads_are_copied()
    {
        string[] words = ["--train", ContextualFolder.Corpus, "--epochs", "1", "--contextual", ContextualFolder.LanguageModel];
        Train(_folder["old"], [.. words, "--hidden", "4", "--embedding", "4"]);
        Train(_folder["new"], ["--from", _folder["old"], .. words]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(ContextualFolder.LanguageModel, "model.safetensors")),
            File.ReadAllBytes(_folder["new/contextual/1/model.safetensors"]));
        Directory.Delete(_folder["old"], recursive: true);
        Assert.NotEmpty(InProcessTool.Done("tag", _folder["new"], Write("text", "red car\n")));
    }

    private static TemporaryFolder MakeFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        folder.Write("a.conll", "the D O\ncat N B-x\nhat N I-x\n\nthe D O\nhat N B-x\nsees V O\n");
        folder.Write("a.src", "a b c\nb a\n");
        folder.Write("a.tgt", "C B A\nA B\n");
        return folder;
    }

    private static string Parent(string name, params string[] words)
    {
        string path = Parents.Value[name];
        Train(path, [.. words, .. Small]);
        return path;
    }

    private static InProcessTool Train(string output, params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(["train", "--output", output, "--device", "cpu", "--threads", "1", .. words]);
        Assert.True(code == 0, tool.Error);
        return tool;
    }

    private static void AssertSameScores(string before, string after, params string[] files)
    {
        string scores = InProcessTool.Done(["score", before, .. files, "--device", "cpu"]);
        Assert.Matches(@"^-\d", scores);
        Assert.Equal(scores, InProcessTool.Done(["score", after, .. files, "--device", "cpu"]));
    }

    private static void AssertBeginsWith(Matrix before, Matrix now, string name)
    {
        for (int row = 0; row < before.Rows; row++)
            Assert.True(before.Row(row).AsSpan().SequenceEqual(now.Row(row).AsSpan(0, before.Columns)), $"{name}, row {row}");
    }

    private static void AssertDrawn(float[] row, double limit) => Assert.All(row, number => Assert.True(number != 0 && Math.Abs(number) <= limit));

    private static string[] Lines(string model, string vocabulary) => File.ReadAllLines(Path.Combine(model, "vocab", vocabulary + ".txt"));

    private string Write(string name, string text) => _folder.Write(name, text);

    private static Dictionary<string, Matrix> Tensors(string model)
    {
        using SafetensorsFile file = SafetensorsFile.Read(Path.Combine(model, "model.safetensors"));
        return file.Tensors.ToDictionary(tensor => tensor.Name, tensor =>
        {
            var values = new float[tensor.Count];
            file.CopyTo<float>(tensor.Name, values);
            return new Matrix(tensor.Shape.Count == 1 ? 1 : (int)tensor.Shape[0], values);
        });
    }

    private sealed record Matrix(int Rows, float[] Values)
    {
        public int Columns => Values.Length / Rows;

        public float[] Row(int row) => Values[(row * Columns)..((row + 1) * Columns)];
    }
}
