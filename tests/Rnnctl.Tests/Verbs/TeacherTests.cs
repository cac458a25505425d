using System.Security.Cryptography;
using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>train --teacher</c>: a tagger that learns from others beside the gold labels.</summary>
public sealed class TeacherTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "4", "--embedding", "4", "--lr", "0.05", "--threads", "1", "--device", "cpu"];

    private static readonly Lazy<TemporaryFolder> Shared = new(MakeFolder);

    private readonly TemporaryFolder _folder = new();

    private static string Corpus => Shared.Value["a.conll"];

    private static string First => Shared.Value["first"];

    private static string Second => Shared.Value["second"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_configuration_inspect_and_the_report_tell_the_teachers()
    {
        string output = _folder["small"];
        InProcessTool tool = Train(output, "--teacher", First, Second, "--epochs", "1", "--crf");
        Assert.Contains("teachers: 2 taggers, 0.5 of the loss, 1 MB of their probabilities in memory", tool.ErrorLines);
        JsonElement training = JsonDocument.Parse(InProcessTool.Done("inspect", output, "--json")).RootElement
            .GetProperty("configuration").GetProperty("training");
        string[] digests = [DigestOf(First), DigestOf(Second)];
        Assert.Equal(
            $$$"""{"1":{"path":"{{{First}}}","sha256":"{{{digests[0]}}}"},"2":{"path":"{{{Second}}}","sha256":"{{{digests[1]}}}"}}""",
            training.GetProperty("teachers").GetRawText());
        Assert.Equal(0.5, training.GetProperty("teacher_weight").GetDouble());
        Assert.Contains($"teachers    {First}, {Second}, 0.5 of the loss", InProcessTool.Done("inspect", output).Split('\n'));
        Assert.Contains($", taught by {First}, {Second}.", InProcessTool.Done("report", output, "--output", "-"), StringComparison.Ordinal);
    }

    [Fact]
    public void Teachers_change_what_is_learnt_by_their_weight()
    {
        Train(_folder["none"], "--epochs", "2");
        Train(_folder["half"], "--epochs", "2", "--teacher", First);
        Train(_folder["all"], "--epochs", "2", "--teacher", First, "--teacher-weight", "1");
        byte[][] weights = [.. ((string[])["none", "half", "all"]).Select(name => ContextualFolder.Tensors(_folder[name]))];
        Assert.NotEqual(weights[0], weights[1]);
        Assert.NotEqual(weights[1], weights[2]);
    }

    [Fact]
    public void A_run_goes_on_to_the_same_bits_with_the_same_teachers()
    {
        string teacher = ContextualFolder.CopyOf(First, _folder["teacher"]);
        string[] words = ["--teacher", teacher, Second, "--teacher-weight", "0.4", "--epochs"];
        Train(_folder["whole"], [.. words, "2"]);
        Train(_folder["parts"], [.. words, "1"]);
        Train(_folder["parts"], "--epochs", "2", "--resume");
        foreach (string file in (string[])["model.safetensors", "training.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"parts/{file}"]));

        string[] further = ["train", "--train", Corpus, "--output", _folder["parts"], "--epochs", "3", "--resume"];
        Directory.Move(teacher, _folder["moved"]);
        Assert.Equal($"--teacher: {teacher}: no such directory", Refusal.Of(further));
        Assert.Equal("--teacher cannot change where a run goes on", Refusal.Of([.. further, "--teacher", _folder["moved"]]));
        Assert.StartsWith(
            $"--teacher: {Second} is not the model that the run learnt from, whose weights have the SHA-256 ",
            Refusal.Of([.. further, "--teacher", Second, _folder["moved"]]), StringComparison.Ordinal);
        Train(_folder["parts"], "--epochs", "3", "--resume", "--teacher", _folder["moved"], Second);
        Assert.Contains($"teachers    {_folder["moved"]}, {Second}, 0.4 of the loss", InProcessTool.Done("inspect", _folder["parts"]).Split('\n'));
    }

    [Fact]
    public void Sentences_in_their_files_give_the_bits_of_those_in_memory()
    {
        string[] words = ["--teacher", First, Second, "--epochs", "2"];
        Train(_folder["memory"], words);
        Train(_folder["files"], [.. words, "--stream"]);
        Assert.Equal(ContextualFolder.Tensors(_folder["memory"]), ContextualFolder.Tensors(_folder["files"]));
    }

    private static TemporaryFolder MakeFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string corpus = folder.Write("a.conll", "the O\ncat B-x\nhat I-x\n\nthe O\nhat B-x\nsees O\n\ncat B-x\n");
        InProcessTool.Done(["train", "--train", corpus, "--output", folder["first"], "--epochs", "1", "--seed", "1", "--crf", .. Small]);
        InProcessTool.Done(
            ["train", "--train", corpus, "--output", folder["second"], "--epochs", "1", "--seed", "2", "--char-cell", "cnn", "--min-count", "2", .. Small]);
        return folder;
    }

    private static string DigestOf(string model) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(model, "model.safetensors"))));

    private static InProcessTool Train(string output, params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(["train", "--output", output, "--train", Corpus, .. Small, .. words]);
        Assert.True(code == 0, tool.Error);
        return tool;
    }
}
