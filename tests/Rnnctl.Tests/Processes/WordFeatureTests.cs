using System.Text.Json;
using Rnnctl.Inference.Library;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Options <c>--word-shape</c>, <c>--affixes</c> and <c>--context-window</c>: training, and labels of plain tokens.</summary>
public sealed class WordFeatureTests : IDisposable
{
    // In lower case and with digits as zeros, the label depends only on the shape.
    private const string Shapes = "ab/low AB/high\nAb/name ab/low\nAB/high Ab/name ab/low\n12/year 1-2/part\nab/low 12/year\n1-2/part AB/high\n";

    // All tokens are unknown.
    private static readonly string[] Unknown = ["--lowercase", "--digits-to-zero", "--min-count", "99"];

    private static readonly Lazy<TemporaryFolder> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shape_of_the_written_token_decides_the_label_of_unknown_words()
    {
        InProcessTool.Done([.. Words(Trained.Value["train.txt"], _folder["shape"]), .. Unknown, "--word-shape"]);
        Assert.Equal("Xy ZZZ qq 77 3-4\tname high low year part\n", Tag(_folder["shape"], "Xy ZZZ qq 77 3-4\n"));
        Assert.Equal(["<unk>", "xx", "XX", "Xx", "dd", "d-d"], File.ReadAllLines(_folder["shape/vocab/shapes.txt"]));
        using var tagger = Tagger.Open(_folder["shape"]);
        Assert.Equal(["name", "high", "low"], tagger.Tag(["Qr", "QRS", "qrs"]));
    }

    [Fact]
    public void Suffix_decides_the_label_of_unknown_words()
    {
        string train = _folder.Write("train.txt", "walked/d talked/d\nwalks/s talked/d\ntalks/s walks/s\n");
        InProcessTool.Done([.. Words(train, _folder["suffix"]), .. Unknown, "--affixes", "1"]);
        Assert.Equal(["<unk>", "d", "s"], File.ReadAllLines(_folder["suffix/vocab/suffixes_1.txt"]));
        Assert.Equal(["<unk>", "w", "t"], File.ReadAllLines(_folder["suffix/vocab/prefixes_1.txt"]));
        Assert.Equal("Tapped WANTS\td s\n", Tag(_folder["suffix"], "Tapped WANTS\n"));
    }

    [Fact]
    public void Neighbour_decides_the_label_where_there_are_no_recurrent_layers()
    {
        string train = _folder.Write("train.txt", "c/z\na/o c/x\nb/o c/y\nc/z a/o c/x\nc/z b/o c/y\na/o c/x b/o c/y\nb/o c/y a/o c/x\n");
        InProcessTool.Done([.. Words(train, _folder["model"]), "--layers", "0", "--context-window", "1"]);
        Assert.Equal("a c b c a c\to x o y o x\nc\tz\n", Tag(_folder["model"], "a c b c a c\nc\n"));
    }

    [Fact]
    public void Model_describes_what_it_reads()
    {
        string[] inspected = InProcessTool.Done("inspect", Model).Split('\n');
        Assert.Contains("reads       word shapes, affixes of up to 2 characters, 1 token before and after", inspected);
        Assert.Contains("vocabulary  shapes: 6", inspected);
        Assert.Contains("  shape.weight                         [6, 3]", inspected);
        Assert.Contains(inspected, line => line.StartsWith("  prefix_2.weight ", StringComparison.Ordinal));
        Assert.Contains(inspected, line => line.EndsWith("[16, 54]", StringComparison.Ordinal));
        JsonElement configuration = JsonDocument.Parse(InProcessTool.Done("inspect", Model, "--json")).RootElement.GetProperty("configuration");
        Assert.True(configuration.GetProperty("text").GetProperty("word_shape").GetBoolean());
        Assert.Equal(2, configuration.GetProperty("text").GetProperty("affixes").GetInt32());
        Assert.Equal(1, configuration.GetProperty("architecture").GetProperty("context_window").GetInt32());
    }

    [Fact]
    public void Every_verb_accepts_the_model()
    {
        string train = Trained.Value["train.txt"];
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", Model, train, "--format", "slash"), StringComparison.Ordinal);
        Assert.Contains("tensors passed", InProcessTool.Done("gradcheck", "--model", Model, "--threads", "1"), StringComparison.Ordinal);
        Assert.Contains("T - t", InProcessTool.Done("gradflow", Model, train, "--threads", "1"), StringComparison.Ordinal);
        Assert.Equal("model: the model reads words as they are written besides tokens, and random sequences have none", Refusal.Of("gradflow", Model));
        Assert.Equal(2, InProcessTool.Done("score", Model, _folder.Write("two.txt", "Ab/name\nab/low\n"), "--format", "slash").Split('\n')[..^1].Length);
        JsonElement vectors = JsonDocument.Parse(InProcessTool.Done("embed", Model, _folder.Write("text", "Ab\n"), "--layer", "0")).RootElement;
        Assert.Equal(3 + (5 * 3), vectors.GetProperty("vectors")[0].GetArrayLength());
        InProcessTool.Done("average", Model, CopyOfModel(), "--output", _folder["mean"]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Model, "vocab", "shapes.txt")), File.ReadAllBytes(_folder["mean/vocab/shapes.txt"]));
        InProcessTool.Done("export", Model, "--output", _folder["model.onnx"]);
        InProcessTool.Done("export", Model, "--format", "torch", "--output", _folder["model.safetensors"]);
        InProcessTool.Done("report", Model, "--output", _folder["report.html"]);
        Assert.Contains("--feature-embedding", File.ReadAllText(_folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Resumed_and_streamed_runs_give_the_same_bits()
    {
        string train = Trained.Value["train.txt"];
        string[] features = ["--word-shape", "--affixes", "2", "--context-window", "1", "--batch-size", "2"];
        InProcessTool.Done([.. Words(train, _folder["whole"], epochs: 4), .. features]);
        InProcessTool.Done([.. Words(train, _folder["parts"], epochs: 2), .. features]);
        InProcessTool.Done([.. Words(train, _folder["parts"], epochs: 4), "--resume"]);
        InProcessTool.Done([.. Words(train, _folder["streamed"], epochs: 4), .. features, "--stream"]);
        byte[] expected = File.ReadAllBytes(_folder["whole/model.safetensors"]);
        Assert.Equal(expected, File.ReadAllBytes(_folder["parts/model.safetensors"]));
        Assert.Equal(InProcessTool.Done("tag", _folder["whole"], train), InProcessTool.Done("tag", _folder["streamed"], train));
        Assert.Equal(
            "--affixes cannot change where a run goes on", Refusal.Of([.. Words(train, _folder["parts"]), "--resume", "--affixes", "3"]));
        Assert.Equal(
            "--context-window cannot change where a run goes on", Refusal.Of([.. Words(train, _folder["parts"]), "--resume", "--context-window", "2"]));
    }

    [Fact]
    public void Other_data_adds_values_at_the_ends()
    {
        string more = _folder.Write("more.txt", "x-y/new x-z/new\nAb/name ab/low\n");
        InProcessTool.Done([.. Words(more, _folder["more"], epochs: 1), "--from", Model]);
        Assert.Equal(["<unk>", "xx", "XX", "Xx", "dd", "d-d", "x-x"], File.ReadAllLines(_folder["more/vocab/shapes.txt"]));
        Assert.StartsWith(
            $"--affixes: expected 2, as {Model} has it, found 1",
            Refusal.Of(["train", "--train", more, "--from", Model, "--affixes", "1", "--output", _folder["other"]]), StringComparison.Ordinal);
    }

    [Fact]
    public void Vocabulary_that_is_damaged_or_not_named_is_refused()
    {
        string model = CopyOfModel(), shapes = Path.Combine(model, "vocab", "shapes.txt"), configuration = Path.Combine(model, "config.json");
        string[] lines = File.ReadAllLines(shapes);
        File.WriteAllText(shapes, string.Join('\n', (string[])[lines[0], lines[2], lines[1], .. lines[3..], ""]));
        Assert.Equal($"{shapes}: not the file that the weights were trained with: model.safetensors names another digest", Refusal.Of("inspect", model));
        File.Delete(shapes);
        Assert.Equal($"{shapes}: no such file", Refusal.Of("inspect", model));
        string whole = File.ReadAllText(configuration);
        File.WriteAllText(configuration, whole.Replace("\"affixes\": 2", "\"affixes\": 3", StringComparison.Ordinal));
        Assert.Equal($"{configuration}: the key architecture.vocabularies.prefixes_3 is missing", Refusal.Of("inspect", model));
        File.WriteAllText(configuration, whole.Replace("\"word_shape\": true,", "", StringComparison.Ordinal));
        Assert.Equal(
            $"{configuration}: architecture.vocabularies.shapes: text.word_shape and text.affixes name no such feature", Refusal.Of("inspect", model));
    }

    [Theory]
    [InlineData("--affixes 6", "--affixes: expected a whole number from 0 to 5, found '6'")]
    [InlineData("--context-window 33", "--context-window: expected a whole number from 0 to 32, found '33'")]
    [InlineData("--task lm --word-shape", "--word-shape is of no use with --task lm")]
    [InlineData("--task translate --context-window 1", "--context-window is of no use with --task translate")]
    public void Wrong_options_are_refused(string words, string message) =>
        Assert.Equal(message, Refusal.Of(["train", "--train", Trained.Value["train.txt"], "--output", _folder["model"], .. words.Split(' ')]));

    private static string Tag(string model, string input)
    {
        var tool = new InProcessTool(input);
        Assert.True(tool.Run("tag", model) == 0, tool.Error);
        return tool.Output;
    }

    private static string[] Words(string train, string output, int epochs = 40) =>
    [
        "train", "--train", train, "--format", "slash", "--output", output, "--hidden", "4", "--embedding", "3", "--threads", "1", "--lr", "0.05",
        "--dropout", "0", "--epochs", $"{epochs}",
    ];

    private static TemporaryFolder Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        InProcessTool.Done(
        [
            .. Words(folder.Write("train.txt", Shapes), folder["model"]), .. Unknown, "--word-shape", "--affixes", "2", "--context-window", "1",
            "--feature-embedding", "3",
        ]);
        return folder;
    }

    private string CopyOfModel()
    {
        Directory.CreateDirectory(_folder["copy/vocab"]);
        foreach (string name in TemporaryFolder.FilesIn(Model)) File.Copy(Path.Combine(Model, name), _folder[$"copy/{name}"]);
        return _folder["copy"];
    }
}
