using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--contextual</c>: a tagger that reads a language model. A word's label is the first word of its sentence.</summary>
public sealed class ContextualTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Corpus => ContextualFolder.Corpus;

    private static string LanguageModel => ContextualFolder.LanguageModel;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_reads_the_language_model_and_tag_gives_what_eval_scored()
    {
        string model = Train("model");
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", model, Corpus, "--json", "--threads", "1")).RootElement;
        Assert.InRange(scores.GetProperty("accuracy").GetDouble(), 0.9, 1);
        string[] lines = File.ReadAllLines(Corpus)[1..];
        string tokens = _folder.Write("tokens", string.Join('\n', lines.Select(line => line.Split('\t')[0])) + "\n");
        string[] tagged = InProcessTool.Done("tag", model, tokens, "--threads", "1").Split('\n')[..^1];
        double right = tagged.Zip(lines).Average(pair => pair.First.Split('\t')[1].Split(' ').Zip(pair.Second.Split('\t')[1].Split(' '))
            .Average(labels => labels.First == labels.Second ? 1.0 : 0.0));
        Assert.Equal(scores.GetProperty("accuracy").GetDouble(), right, 1e-9);
    }

    [Theory]
    [InlineData("--contextual-at both --contextual-dropout 0.2 --contextual-l2 0.01")]
    [InlineData("--contextual-at output --contextual-layer-norm --char-cell cnn --crf")]
    public void Vectors_from_a_file_give_the_weights_that_vectors_in_memory_give(string options)
    {
        string memory = Train("memory", options), file = Train("file", options + " --contextual-cache 0 --contextual-link");
        Assert.Equal(ContextualFolder.Tensors(memory), ContextualFolder.Tensors(file));
        Assert.True(Directory.Exists(Path.Combine(memory, "contextual", "1")));
        Assert.Equal(
            ["config.json", "metrics.csv", "model.safetensors", "training.json", "training.safetensors"],
            Directory.GetFiles(file).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(file, "contextual")));
    }

    [Theory]
    [InlineData("--contextual-at both --contextual-dropout 0.2")]
    [InlineData("--fine-tune --contextual-at output")]
    public void Resumed_run_gives_the_same_bits(string options)
    {
        string whole = Train("whole", options + " --epochs 4"), parts = Train("parts", options + " --epochs 2");
        Assert.Equal(parts, Train("parts", "--resume --epochs 4"));
        foreach (string name in (string[])["model.safetensors", "training.safetensors", "contextual/1/model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, name)), File.ReadAllBytes(Path.Combine(parts, name)));
        Assert.Equal("--contextual-at cannot change where a run goes on", Refusal.Of(Words("parts", "--resume --contextual-at input")));
    }

    [Fact]
    public void Model_that_replaces_another_leaves_no_file_of_it()
    {
        string model = Train("model", "--epochs 1 --char-cell cnn"), own = Path.Combine(model, "vocab", "own.txt");
        File.WriteAllText(own, "mine");
        InProcessTool.Done(Words("model", "--epochs 1 --overwrite"));
        string[] usual = ["config.json", "metrics.csv", "model.safetensors", "training.json", "training.safetensors"];
        Assert.Equal(
            [.. usual, "vocab/labels.txt", "vocab/own.txt", "vocab/tokens.txt"],
            TemporaryFolder.FilesIn(model).Select(name => name.Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(model, "contextual")));
    }

    [Theory]
    [InlineData("--unit characters --embedding 8")]
    [InlineData("--char-cell cnn --char-filters 1:4,2:6 --highway 1 --embedding 8")]
    [InlineData("--direction forward --cell gru --layers 2 --residual --embedding 4")]
    [InlineData("--direction backward --projection 4 --embedding 4")]
    public void Any_language_model_can_be_read(string options)
    {
        string model = _folder["own"];
        InProcessTool.Done(
            [
                "train", "--task", "lm", "--train", ContextualFolder.Text, "--output", model, "--hidden", "8", "--epochs", "1", "--device", "cpu",
                "--threads", "1", .. options.Split(' '),
            ]);
        InProcessTool.Done([.. Words("model", "--epochs 1"), "--contextual", model, LanguageModel]);
        Assert.Equal(60, InProcessTool.Done("tag", _folder["model"], ContextualFolder.Text, "--threads", "1").Split('\n').Length - 1);
    }

    [Fact]
    public void Another_language_model_cannot_be_read_where_a_run_goes_on()
    {
        Train("model", "--epochs 1");
        string[] resume = [.. Words("model", "--resume --epochs 2"), "--contextual"];
        Assert.Equal("--contextual cannot change where a run goes on", Refusal.Of([.. resume, LanguageModel, LanguageModel]));
        InProcessTool.Done([.. resume, LanguageModel]);
    }

    [Theory]
    [InlineData("--contextual-at both", 4)]
    [InlineData("--fine-tune --contextual-layer-norm", 11)]
    public void Other_verbs_read_the_model(string options, int parameters)
    {
        string model = Train("model", options + " --epochs 1");
        string gradcheck = InProcessTool.Done("gradcheck", "--model", model, "--device", "cpu", "--threads", "1");
        Assert.Equal(parameters, gradcheck.Split('\n').Count(line => line.Contains(" contextual_1.", StringComparison.Ordinal)));
        Assert.StartsWith(" T - t", InProcessTool.Done("gradflow", model, Corpus, "--threads", "1"), StringComparison.Ordinal);
        Assert.Equal(
            "model: the model reads words as they are written besides tokens, and random sequences have none", Refusal.Of("gradflow", model));
        Assert.Contains("contextual  2 layers of 16, at ", InProcessTool.Done("inspect", model), StringComparison.Ordinal);
        JsonElement plane = JsonDocument.Parse(InProcessTool.Done("landscape", model, Corpus, "--points", "3", "--json", "--threads", "1")).RootElement;
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", model, Corpus, "--json", "--threads", "1")).RootElement;
        Assert.Equal(scores.GetProperty("loss").GetDouble(), plane.GetProperty("model").GetProperty("loss").GetDouble(), 1e-5);
    }

    [Fact]
    public void Fine_tuning_changes_the_language_model_inside_the_tagger_only()
    {
        byte[] before = File.ReadAllBytes(Path.Combine(LanguageModel, "model.safetensors"));
        string tuned = Train("tuned", "--fine-tune --epochs 3");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(LanguageModel, "model.safetensors")));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(tuned, "contextual/1/model.safetensors")));
        Assert.Contains("contextual_1.model.forward.weight_hh_l0", InProcessTool.Done("inspect", tuned), StringComparison.Ordinal);
        Assert.DoesNotContain("contextual_1.model.output", InProcessTool.Done("inspect", tuned), StringComparison.Ordinal);
    }

    [Fact]
    public void Language_model_that_is_not_that_of_training_is_refused()
    {
        string linked = ContextualFolder.CopyOf(LanguageModel, _folder["linked"]), copied = Train("copied", "--epochs 1");
        InProcessTool.Done([.. Words("model", "--epochs 1 --contextual-link"), "--contextual", linked]);
        string model = _folder["model"], weights = Path.Combine(linked, "model.safetensors");
        string digest = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "config.json"))).RootElement
            .GetProperty("architecture").GetProperty("contextual").GetProperty("models").GetProperty("1").GetProperty("sha256").GetString()!;
        ContextualFolder.Flip(weights);
        string other = $"not the weights that {model} was trained with: expected SHA-256 {digest}, found ";
        Assert.StartsWith($"{weights}: {other}", Refusal.Of("tag", model, Corpus), StringComparison.Ordinal);
        Assert.StartsWith($"{weights}: {other}", Refusal.Of("eval", model, Corpus), StringComparison.Ordinal);
        string configuration = Path.Combine(linked, "config.json");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("\"format_version\": 1", "\"format_version\": 9", StringComparison.Ordinal));
        string unreadable = $"{model}: the language model that it reads cannot be opened: ";
        Assert.Equal($"{unreadable}{configuration}: format_version: this rnnctl reads version 1, found 9", Refusal.Of("tag", model, Corpus));
        Directory.Delete(linked, recursive: true);
        Assert.Equal($"{unreadable}{linked}: no such directory", Refusal.Of("tag", model, Corpus));

        string copy = Path.Combine(copied, "contextual", "1");
        ContextualFolder.Flip(Path.Combine(copy, "model.safetensors"));
        Assert.StartsWith($"{copy}/model.safetensors: not the weights that {copied} was", Refusal.Of("tag", copied, Corpus), StringComparison.Ordinal);
        Directory.Delete(copy, recursive: true);
        Assert.Equal($"{copy}: the model is incomplete: config.json is missing", Refusal.Of("tag", copied, Corpus));
        File.CreateSymbolicLink(copy, LanguageModel);
        Assert.StartsWith($"{copy}: expected a file or folder, found a link", Refusal.Of("tag", copied, Corpus), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_language_model_is_refused()
    {
        Assert.Equal("nothing: no such directory", Refused("nothing"));
        Assert.Equal($"{SlotsModel.Path}/config.json: task: expected lm, found tag", Refused(SlotsModel.Path));
        string self = $"--contextual {_folder["model"]}: it is the directory of --output: a model cannot read its own layers";
        Assert.Equal(self, Refused(_folder["model"]));
        Directory.CreateSymbolicLink(_folder["link"], _folder["."]);
        Assert.StartsWith($"--contextual {_folder["link/model"]}: it is the directory of --output", Refused(_folder["link/model"]), StringComparison.Ordinal);
        foreach (string option in (string[])["--contextual-at both", "--contextual-l2 1", "--fine-tune", "--contextual-link", "--contextual-cache 3"])
        {
            string[] words = ["train", "--train", Corpus, "--output", _folder["model"], .. option.Split(' ')];
            Assert.Equal($"{words[5]} is of no use without --contextual", Refusal.Of(words));
        }

        string[] another = ["train", "--task", "lm", "--train", Corpus, "--output", _folder["model"], "--contextual", LanguageModel];
        Assert.Equal("--contextual is of no use with --task lm", Refusal.Of(another));
        Assert.False(Directory.Exists(_folder["model"]));

        string Refused(string path) => Refusal.Of("train", "--train", Corpus, "--output", _folder["model"], "--contextual", path);
    }

    private string Train(string name, string options = "")
    {
        bool isNew = !options.Contains("--resume", StringComparison.Ordinal);
        InProcessTool.Done([.. Words(name, options), .. isNew ? (string[])["--contextual", LanguageModel] : []]);
        return _folder[name];
    }

    private string[] Words(string name, string options)
    {
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            "train", "--train", Corpus, "--valid", Corpus, "--output", _folder[name], "--hidden", "8", "--embedding", "4", "--lr", "0.02", "--threads", "1",
            "--device", "cpu", .. given, .. given.Contains("--epochs") ? (string[])[] : ["--epochs", "8"],
        ];
    }
}
