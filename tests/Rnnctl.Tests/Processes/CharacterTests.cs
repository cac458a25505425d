using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--char-cell</c>: training, and labels for unknown words.</summary>
public sealed class CharacterTests : IDisposable
{
    private static readonly Lazy<(TemporaryFolder Folder, InProcessTool Run)> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value.Folder["characters"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_with_characters_learns_and_is_described()
    {
        Assert.Contains(Trained.Value.Run.ErrorLines, line => line.StartsWith("model: lstm, characters by gru, ", StringComparison.Ordinal));
        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", Model, SlotsModel.Validation, "--json")).RootElement;
        Assert.True(scores.GetProperty("f1").GetDouble() > 0.97, scores.GetRawText());

        string[] inspected = InProcessTool.Done("inspect", Model).Split('\n');
        Assert.Contains("characters  gru, hidden 6, embedding 5", inspected);
        int characters = File.ReadAllLines(Path.Combine(Model, "vocab", "characters.txt")).Length;
        Assert.Contains($"vocabulary  characters: {characters}", inspected);
        Assert.Contains(inspected, line => line.EndsWith($"[{characters}, 5]", StringComparison.Ordinal));
        JsonElement described = JsonDocument.Parse(InProcessTool.Done("inspect", Model, "--json")).RootElement;
        Assert.Equal("gru", described.GetProperty("configuration").GetProperty("architecture").GetProperty("char_cell").GetString());
    }

    [Fact]
    public void Unknown_words_and_any_script_are_labelled()
    {
        string input = _folder.Write("input.txt", "arrive Taipeh on Novembre 22nd\n\n我 👍🏽 👨‍👩‍👧‍👦\n" + new string('x', 5000) + "\n");
        string[] labels = InProcessTool.Done("tag", Model, input, "--output-format", "labels").Split('\n')[..^1];
        Assert.Equal([5, 0, 3, 1], labels.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("cnn")]
    public void Resumed_run_gives_the_same_bits(string cell)
    {
        string[] words =
        [
            "train", "--char-cell", cell, "--train", SlotsModel.FirstSentences(_folder, 60), "--hidden", "8", "--embedding", "8", "--threads", "1",
        ];
        InProcessTool.Done([.. words, "--output", _folder["whole"], "--epochs", "2"]);
        InProcessTool.Done([.. words, "--output", _folder["parts"], "--epochs", "1"]);
        InProcessTool.Done(["train", "--train", words[4], "--threads", "1", "--output", _folder["parts"], "--epochs", "2", "--resume"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["parts/model.safetensors"]));
    }

    [Fact]
    public void Every_verb_accepts_a_tagger_with_characters()
    {
        string model = _folder["tiny"], data = SlotsModel.FirstSentences(_folder, 20);
        InProcessTool.Done(
            "train", "--char-cell", "cnn", "--char-hidden", "4", "--char-embedding", "3", "--train", data, "--output", model,
            "--hidden", "4", "--embedding", "3", "--epochs", "1", "--threads", "1");
        Assert.Contains("tensors passed", InProcessTool.Done("gradcheck", "--model", model, "--threads", "1"), StringComparison.Ordinal);
        Assert.Contains("T - t", InProcessTool.Done("gradflow", model, data, "--threads", "1"), StringComparison.Ordinal);
        Assert.Equal("tiny: the model reads characters besides tokens, and random sequences have none", Refusal.Of("gradflow", model));
        Assert.Contains("\"model\"", InProcessTool.Done("landscape", model, data, "--points", "3", "--json", "--threads", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_refuses_changed_character_options()
    {
        foreach ((string option, string value) in (ReadOnlySpan<(string, string)>)[("--char-cell", "cnn"), ("--char-hidden", "7"), ("--char-embedding", "7")])
        {
            string refusal = Refusal.Of("train", "--train", SlotsModel.Training, "--output", Model, "--resume", option, value, "--threads", "1");
            Assert.Equal($"{option} cannot change where a run goes on", refusal);
        }
    }

    [Fact]
    public void Missing_or_broken_character_vocabulary_is_refused()
    {
        string model = CopyOfModel(), file = Path.Combine(model, "vocab", "characters.txt");
        string[] whole = File.ReadAllLines(file);
        File.Delete(file);
        AssertRefused(model, $"{file}: no such file");
        Write(file, [whole[0], whole[1], "", .. whole[3..]]);
        AssertRefused(model, $"{file}:3: expected a symbol, found an empty line");
        Write(file, [whole[0], whole[1], whole[1], .. whole[3..]]);
        AssertRefused(model, $"{file}:3: expected each symbol once, found '{whole[1]}' again (first on line 2)");
        Write(file, [.. whole, "我"]);
        AssertRefused(model, $"{file}: expected {whole.Length} symbols, found {whole.Length + 1}");
        Write(file, [.. whole[1..], "我"]);
        AssertRefused(model, $"{file}:1: expected <unk>, found '{whole[1]}'");
    }

    [Fact]
    public void Configuration_without_the_character_vocabulary_is_refused_with_its_key()
    {
        string model = CopyOfModel(), file = Path.Combine(model, "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"characters\":", "\"letters\":", StringComparison.Ordinal));
        AssertRefused(model, $"{file}: the key architecture.vocabularies.characters is missing");
    }

    [Theory]
    [InlineData("--char-hidden 3", "--char-hidden is of no use without --char-cell")]
    [InlineData("--char-cell none --char-embedding 3", "--char-embedding is of no use without --char-cell")]
    public void Character_sizes_without_a_character_cell_are_refused(string options, string message)
    {
        Assert.Equal(message, Refusal.Of(["train", "--train", SlotsModel.Training, "--output", _folder["none"], .. options.Split(' ')]));
        Assert.Equal(message, Refusal.Of(["gradcheck", "--cell", "lstm", .. options.Split(' ')]));
    }

    private static (TemporaryFolder Folder, InProcessTool Run) Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var tool = new InProcessTool();
        int code = tool.Run(
            "train", "--char-cell", "gru", "--char-hidden", "6", "--char-embedding", "5", "--train", SlotsModel.Training, "--valid", SlotsModel.Validation,
            "--output", folder["characters"], "--hidden", "24", "--embedding", "24", "--epochs", "4", "--lr", "0.01", "--threads", "1");
        Assert.True(code == 0, tool.Error);
        return (folder, tool);
    }

    private static void AssertRefused(string model, string message)
    {
        Assert.Equal(message, Refusal.Of("eval", model, SlotsModel.Validation));
        Assert.Equal(message, Refusal.Of("tag", model));
    }

    private static void Write(string file, string[] lines) => File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));

    private string CopyOfModel()
    {
        string copy = _folder["copy"];
        Directory.CreateDirectory(Path.Combine(copy, "vocab"));
        foreach (string file in Directory.GetFiles(Model, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(Model, file)));
        return copy;
    }
}
