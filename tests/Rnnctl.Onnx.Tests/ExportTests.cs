using System.Text.Json;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;

namespace Rnnctl.Onnx.Tests;

/// <summary><c>rnnctl export</c> of a tagger that was trained on the slots example: its file, run by ONNX Runtime alone, beside <c>rnnctl tag</c>.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly Lazy<TemporaryFolder> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value["slots"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Exported_tagger_gives_the_labels_of_tag()
    {
        string file = Export();
        string[] sentences = [.. File.ReadLines(Slots("ambiguous.tsv")).Skip(1).Select(line => line.Split('\t')[0]), "zebras fly to Mars"];
        string text = _folder.Write("sentences.txt", string.Join('\n', sentences) + "\n");
        string[] expected = Tool("tag", Model, text, "--output-format", "labels", "--device", "cpu");

        Assert.Contains(expected, labels => labels.Contains("B-", StringComparison.Ordinal));
        using var tagger = new OnnxTagger(file);
        string[][] words = [.. sentences.Select(sentence => sentence.Split(' '))];
        Assert.Equal(expected, tagger.Tag(words).Select(labels => string.Join(' ', labels)));
        Assert.Equal(expected, words.Select(sentence => string.Join(' ', tagger.Tag(sentence))));
    }

    [Fact]
    public void File_says_what_it_is_and_how_text_is_read()
    {
        using var model = new OnnxModel(Export());
        Assert.Equal("rnnctl", model.Description.ProducerName);
        Assert.Equal("\"tag\"", model.Metadata["task"]);
        Assert.Equal("0", model.Metadata["unknown"]);
        Assert.Equal("true", model.Metadata["lowercase"]);
        Assert.Equal("false", model.Metadata["digits_to_zero"]);
        Assert.Equal("48", model.Metadata["most_characters"]);
        using ModelDirectory directory = ModelDirectory.Open(Model);
        foreach (string name in (string[])["tokens", "labels", "characters"])
            Assert.Equal(File.ReadAllLines(Path.Combine(Model, ModelFiles.Vocabulary(name))), Symbols(model, name));
        Assert.Equal(["tokens", "lengths", "characters", "word_lengths"], model.Inputs);
        Assert.Equal(["emissions", "transitions", "start_transitions", "end_transitions", "labels"], model.Outputs);
    }

    [Fact]
    public void Features_of_spelling_are_inputs_whose_values_the_file_lists()
    {
        string model = _folder["model"], file = _folder["model.onnx"], train = _folder.Write("train.txt", "Ab/x ab/y Ab/x\n");
        Tool(
            "train", "--train", train, "--format", "slash", "--word-shape", "--affixes", "1", "--epochs", "1", "--hidden", "4", "--threads", "1",
            "--output", model);
        Tool("export", model, "--output", file);
        using var exported = new OnnxModel(file);
        Assert.Equal(["tokens", "lengths", "shape", "prefix_1", "suffix_1"], exported.Inputs);
        (string, string)[] files = [("shape", "shapes"), ("prefix_1", "prefixes_1"), ("suffix_1", "suffixes_1")];
        foreach ((string name, string vocabulary) in files)
            Assert.Equal(File.ReadAllLines(Path.Combine(model, ModelFiles.Vocabulary(vocabulary))), Symbols(exported, name));
    }

    [Fact]
    public void Scores_of_a_field_are_exported_without_its_decoding()
    {
        string file = Export("--no-crf-decoding");
        using var model = new OnnxModel(file);
        Assert.DoesNotContain("labels", model.Outputs);
        Assert.Contains("transitions", model.Outputs);
    }

    [Fact]
    public void Weights_beyond_a_limit_are_in_a_file_of_their_own()
    {
        using ModelDirectory directory = ModelDirectory.Open(Model);
        IReadOnlyList<PendingFile> files = OnnxExport.FilesOf(directory, "slots.onnx", new OnnxOptions { MostBytes = 10_000 });
        Assert.Equal(["slots.onnx.data", "slots.onnx"], files.Select(file => file.Name));
        foreach (PendingFile file in files)
        {
            using FileStream stream = File.Create(_folder[file.Name]);
            file.Write(stream);
        }

        Assert.True(new FileInfo(_folder["slots.onnx"]).Length < new FileInfo(_folder["slots.onnx.data"]).Length);
        using OnnxTagger split = new(_folder["slots.onnx"]), whole = new(Export());
        string[][] words = [["arrive", "Taipei", "on", "November", "2nd"], ["leave", "Taipei"]];
        Assert.Equal(whole.Tag(words), split.Tag(words));
    }

    [Fact]
    public void File_that_exists_is_replaced_only_if_asked_for()
    {
        string file = _folder.Write("slots.onnx", "mine");
        var tool = new Rnnctl.Tests.InProcessTool();
        Assert.Equal(2, tool.Run("export", Model, "--output", file));
        Assert.Equal([$"error: {file}: the file exists already", "hint: --overwrite replaces it"], tool.ErrorLines);
        Assert.Equal("mine", File.ReadAllText(file));
        Tool("export", Model, "--output", file, "--overwrite");
        using var model = new OnnxModel(file);
        Assert.Equal(["slots.onnx"], _folder.Files());
    }

    [Fact]
    public void Language_model_says_how_text_is_read()
    {
        Tool("export", RandomDirectory.LanguageModel(_folder["lm"]), "--output", _folder["lm.onnx"]);
        using var model = new OnnxModel(_folder["lm.onnx"]);
        Assert.Equal("\"lm\"", model.Metadata["task"]);
        Assert.Equal(RandomDirectory.Words, Symbols(model, "tokens"));
        Assert.Equal(["#version: 0.2", "r e", "re d"], Symbols(model, "merges"));
        Assert.Equal(["0", "1", "2"], ((string[])["unknown", "begin", "end"]).Select(key => model.Metadata[key]));
        Assert.Equal(["\"words\"", "\"both\""], ((string[])["unit", "direction"]).Select(key => model.Metadata[key]));
        Assert.Equal(["forward_log_probabilities", "backward_log_probabilities"], model.Outputs);
    }

    [Fact]
    public void Translator_becomes_two_files_or_none()
    {
        string translator = RandomDirectory.Translator(_folder["en-de"]), decoder = _folder.Write("x.decoder.onnx", "mine");
        var tool = new Rnnctl.Tests.InProcessTool();
        Assert.Equal(2, tool.Run("export", translator, "--output", _folder["x.onnx"]));
        Assert.Equal($"error: {decoder}: the file exists already", tool.ErrorLines[0]);
        Assert.False(File.Exists(_folder["x.encoder.onnx"]));

        Tool("export", translator, "--output", _folder["x.onnx"], "--overwrite");
        foreach (string file in (string[])["x.encoder.onnx", "x.decoder.onnx"])
        {
            using var model = new OnnxModel(_folder[file]);
            Assert.Equal("\"translate\"", model.Metadata["task"]);
            Assert.Equal(RandomDirectory.Words, Symbols(model, "source_tokens"));
            Assert.Equal(RandomDirectory.Words, Symbols(model, "target_tokens"));
            Assert.Contains("source_merges", model.Metadata.Keys);
            Assert.DoesNotContain("target_merges", model.Metadata.Keys);
        }
    }

    [Fact]
    public void Link_is_not_replaced()
    {
        string file = _folder.Write("mine", "mine"), link = _folder["slots.onnx"];
        File.CreateSymbolicLink(link, file);
        var tool = new Rnnctl.Tests.InProcessTool();
        Assert.Equal(2, tool.Run("export", Model, "--output", link, "--overwrite"));
        Assert.Equal([$"error: {link}: --overwrite replaces a model's file, and this is a link, a device or empty"], tool.ErrorLines);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    private string Export(params string[] options)
    {
        string file = _folder["exported.onnx"];
        Tool(["export", Model, "--output", file, .. options]);
        return file;
    }

    private static string[] Tool(params string[] words) => Rnnctl.Tests.InProcessTool.Done(words).Split('\n')[..^1];

    private static string Slots(string name) => Path.Combine(Repository.Root, "examples", "slots", name);

    private static TemporaryFolder Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string few = folder.Write("train.tsv", string.Join('\n', File.ReadLines(Slots("train.tsv")).Take(401)) + "\n");
        Tool(
            "train", "--task", "tag", "--train", few, "--output", folder["slots"], "--crf", "--char-cell", "lstm", "--lowercase", "--hidden", "16",
            "--embedding", "16", "--char-hidden", "6", "--char-embedding", "6", "--epochs", "2", "--lr", "0.03", "--threads", "1", "--device", "cpu");
        return folder;
    }

    private static string[] Symbols(OnnxModel model, string name) => JsonSerializer.Deserialize<string[]>(model.Metadata[name])!;
}
