using System.Text;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>rnnctl import</c>; what it reads is tested beside the reader.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_another_kind_are_refused_and_nothing_is_written()
    {
        string options = _folder.Write("options.json", "{}"), weights = _folder.Write("weights.hdf5", "none");
        string output = _folder["elmo"];
        Assert.Equal(
            $"{options}: the key char_cnn.n_characters is missing",
            Refusal.Of("import", "elmo", "--options", options, "--weights", weights, "--output", output));
        Assert.False(Directory.Exists(output));
        Assert.Equal(
            "KIND: unknown value 'keras', expected one of elmo, torch",
            Refusal.Of("import", "keras", "--options", options, "--weights", weights, "--output", output));
    }

    [Fact]
    public void Options_that_a_kind_lacks_or_needs_are_named()
    {
        string[] elmo = ["import", "elmo", "--output", "o"], torch = ["import", "torch", "weights", "--output", "o"];
        Assert.Equal("--options is missing, which import elmo needs", Refusal.Of(elmo));
        Assert.Equal("--tokens is of no use with import elmo", Refusal.Of([.. elmo, "--tokens", "t"]));
        Assert.Equal(
            "unexpected argument 'weights': import elmo reads the files of --options and --weights", Refusal.Of([.. elmo, "weights", "--options", "o"]));
        Assert.Equal("FILE is missing: import torch reads a safetensors file", Refusal.Of("import", "torch", "--output", "o"));
        Assert.Equal("--weights is of no use with import torch", Refusal.Of([.. torch, "--weights", "w"]));
        Assert.Equal("--tokens is missing: a file with a symbol on each line", Refusal.Of(torch));
        Assert.Equal("--labels is missing: a file with a symbol on each line", Refusal.Of([.. torch, "--tokens", "t"]));
        Assert.Equal("--vocab is of no use with --task tag", Refusal.Of([.. torch, "--vocab", "v"]));
        Assert.Equal("--self-attention is of no use with --task lm", Refusal.Of([.. torch, "--task", "lm", "--vocab", "v", "--self-attention", "2"]));
        Assert.Equal("--map: expected OLD=NEW, found 'lstm'", Refusal.Of([.. torch, "--tokens", "t", "--labels", "l", "--map", "lstm"]));
    }

    /// <summary>A tagger trained here is exported, renamed as others name such models, and imported by --map.</summary>
    [Fact]
    public void Tagger_that_was_exported_labels_the_same_after_its_import()
    {
        string file = _folder["slots.safetensors"], model = Processes.SlotsModel.Path;
        InProcessTool.Done("export", model, "--format", "torch", "--output", file);
        Rename(file, "encoder.", "lstm.enc_");
        InProcessTool.Done(
            "import", "torch", file, "--task", "tag", "--tokens", Path.Combine(model, "vocab", "tokens.txt"), "--labels",
            Path.Combine(model, "vocab", "labels.txt"), "--map", "lstm.enc_=encoder.", "--output", _folder["copy"]);
        string sentences = _folder.Write("sentences", string.Concat(
            File.ReadLines(Processes.SlotsModel.Validation).Skip(1).Take(100).Select(line => line.Split('\t')[0] + "\n")));
        Assert.Equal(Tag(model), Tag(_folder["copy"]));
        Assert.Contains("lstm, hidden 32", InProcessTool.Done("inspect", _folder["copy"]), StringComparison.Ordinal);

        string Tag(string path) => InProcessTool.Done("tag", path, sentences, "--probabilities", "--output-format", "json");
    }

    /// <summary>Changes how the names of tensors begin.</summary>
    private static void Rename(string file, string old, string replacement)
    {
        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        int end = bytes.IndexOf('}', bytes.LastIndexOf("data_offsets", StringComparison.Ordinal));
        string header = bytes[..end].Replace($"\"{old}", $"\"{replacement}", StringComparison.Ordinal);
        byte[] changed = Encoding.Latin1.GetBytes(header + bytes[end..]);
        BitConverter.GetBytes(BitConverter.ToUInt64(changed) + (ulong)(header.Length - end)).CopyTo(changed, 0);
        File.WriteAllBytes(file, changed);
    }

    [Fact]
    public void A_model_is_not_overwritten()
    {
        Directory.CreateDirectory(_folder["elmo"]);
        _folder.Write("elmo/config.json", "{}");
        Assert.Equal(
            $"{_folder["elmo"]}: there is a config.json already",
            Refusal.Of("import", "elmo", "--options", "o", "--weights", "w", "--output", _folder["elmo"]));
    }
}
