using System.IO.Compression;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Options <c>--pretrained</c> and <c>--freeze-embeddings</c>.</summary>
public sealed class PretrainedTests : IDisposable
{
    private const string Vectors = "leave 1 2 3\nTaipei 4 5 6\nosaka 7 8 9\nelsewhere 0 0 1\nKyoto -1 -2 -3\n";

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.Write("vectors.txt", Vectors);

    private string Sentences => _folder.Write("train.tsv", "tokens\tlabels\nleave Taipei\tO B-x\nleave Osaka\tO B-x\nfor ever\tO O\n");

    private string Validation => _folder.Write("valid.tsv", "tokens\tlabels\nleave Kyoto\tO B-x\nleave nowhere\tO O\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Known_words_start_with_their_vectors_and_a_note_tells_the_coverage()
    {
        InProcessTool tool = Train("model", "--freeze-embeddings", "--pretrained", File);
        Assert.Single(tool.ErrorLines, "pretrained: 3 of 5 words (exact 2, lower-cased 1)");
        (string[] words, float[][] rows) = Table("model");
        Assert.Equal(["<unk>", "leave", "Taipei", "Osaka", "for", "ever"], words);
        Assert.Equal([1f, 2, 3], rows[1]);
        Assert.Equal([4f, 5, 6], rows[2]);
        Assert.Equal([7f, 8, 9], rows[3]);
        Assert.All(rows[4], number => Assert.InRange(number, -1, 1)); // Random initialisation: uniform in ±√(3 / 3).
        Assert.NotEqual(rows[4], rows[5]);
    }

    [Fact]
    public void Words_of_the_validation_data_with_vectors_are_known()
    {
        InProcessTool tool = Train("model", "--freeze-embeddings", "--pretrained", File, "--valid", Validation);
        Assert.Single(tool.ErrorLines, "pretrained: 3 of 5 words (exact 2, lower-cased 1); 1 more from --valid");
        (string[] words, float[][] rows) = Table("model");
        Assert.Equal(["<unk>", "leave", "Taipei", "Osaka", "for", "ever", "Kyoto"], words);
        Assert.Equal([-1f, -2, -3], rows[6]);
    }

    [Fact]
    public void Truncated_gzip_file_is_refused()
    {
        using var bytes = new MemoryStream();
        using var gzip = new GZipStream(bytes, CompressionLevel.Fastest);
        gzip.Write("leave 1 2 3\n"u8);
        gzip.Flush();
        System.IO.File.WriteAllBytes(_folder["cut.gz"], bytes.ToArray());
        ToolProcess tool = ToolProcess.Rnnctl(
            "train", "--train", Sentences, "--output", _folder["model"], "--epochs", "1", "--hidden", "2", "--pretrained", _folder["cut.gz"], "--quiet");
        Assert.Equal((2, $"error: {_folder["cut.gz"]}: cannot be read: Found truncated data while decoding."), (tool.ExitCode, tool.Error));
    }

    [Fact]
    public void Vectors_are_trained_unless_they_are_frozen()
    {
        Train("model", "--pretrained", File);
        float[] leave = Table("model").Rows[1];
        Assert.NotEqual([1f, 2, 3], leave);
        Assert.Equal(1, leave[0], 0.1f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resumed_run_gives_the_same_bits_without_the_vector_file(bool frozen)
    {
        string[] options = ["--pretrained", File, .. frozen ? ["--freeze-embeddings"] : Array.Empty<string>()];
        Train("whole", [.. options, "--epochs", "4"]);
        Train("parts", [.. options, "--epochs", "2"]);
        System.IO.File.Delete(_folder["vectors.txt"]);
        Train("parts", "--epochs", "3", "--resume");
        Train("parts", ["--epochs", "4", "--resume", "--pretrained", _folder["vectors.txt"]]);
        Assert.Equal(Bytes("whole"), Bytes("parts"));
        InProcessTool.Done("tag", _folder["parts"], _folder.Write("input", "leave Osaka\n"));
        Assert.Equal("--pretrained cannot change where a run goes on", Refused("parts", "--resume", "--pretrained", "other.txt"));
    }

    [Fact]
    public void Optimiser_has_no_state_for_frozen_embeddings()
    {
        Train("model", "--freeze-embeddings", "--pretrained", File);
        using SafetensorsFile state = SafetensorsFile.Read(Path.Combine(_folder["model"], "training.safetensors"));
        Assert.Contains(state.Tensors, tensor => tensor.Name == "embedding.weight");
        Assert.Contains(state.Tensors, tensor => tensor.Name == "first_moment.output.weight");
        Assert.DoesNotContain(state.Tensors, tensor => tensor.Name.EndsWith("moment.embedding.weight", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--embedding 5", ":1: expected vectors of 5 numbers, as --embedding says, found 3")]
    [InlineData("--embedding 3", "")]
    public void Embedding_of_another_size_is_refused(string options, string message)
    {
        string path = File;
        string[] words = [.. options.Split(' '), "--pretrained", path];
        if (message.Length == 0) Train("model", words);
        else Assert.Equal(path + message, Refused("model", words));
    }

    [Fact]
    public void Freezing_random_embeddings_is_refused() => Assert.Equal(
        "--freeze-embeddings needs --pretrained: vectors drawn at random would never learn", Refused("model", "--freeze-embeddings"));

    [Fact]
    public void Missing_file_is_refused() => Assert.Equal("none.txt: no such file", Refused("model", "--pretrained", "none.txt"));

    private string[] Words(string model, string[] options) =>
    [
        "train", "--train", Sentences, "--output", _folder[model], "--hidden", "4", "--threads", "1",
        .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "3"], .. options,
    ];

    private InProcessTool Train(string model, params string[] options)
    {
        var tool = new InProcessTool();
        Assert.True(tool.Run(Words(model, options)) == 0, tool.Error);
        return tool;
    }

    private string Refused(string model, params string[] options) => Refusal.Of(Words(model, options));

    private byte[] Bytes(string model) => System.IO.File.ReadAllBytes(Path.Combine(_folder[model], "model.safetensors"));

    /// <summary>Reads the vocabulary and the embeddings of a model.</summary>
    private (string[] Words, float[][] Rows) Table(string model)
    {
        string[] words = System.IO.File.ReadAllLines(Path.Combine(_folder[model], "vocab", "tokens.txt"));
        using SafetensorsFile weights = SafetensorsFile.Read(Path.Combine(_folder[model], "model.safetensors"));
        float[] values = new float[words.Length * 3];
        weights.CopyTo<float>("embedding.weight", [words.Length, 3], values);
        return (words, [.. values.Chunk(3)]);
    }
}
