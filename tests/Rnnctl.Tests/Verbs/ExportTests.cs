using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Verbs;

/// <summary>What <c>rnnctl export</c> refuses; that ONNX Runtime computes the same is tested beside the graphs.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Output_that_cannot_be_written_is_one_error()
    {
        string model = SlotsModel.Path, file = _folder["slots.onnx"];
        Assert.Equal(
            $"{_folder["none"]}/slots.onnx: no such directory: {_folder["none"]}", Refusal.Of("export", model, "--output", _folder["none/slots.onnx"]));
        Assert.Equal(
            "--output -: a model may be several files, and is not written to standard output", Refusal.Of("export", model, "--output", "-"));
        Assert.Equal(
            $"{_folder["slots.pb"]}: its extension is of no format, expected .onnx or .safetensors",
            Refusal.Of("export", model, "--output", _folder["slots.pb"]));
        Directory.CreateDirectory(file);
        Assert.Equal($"{file}: expected a file to write, found a directory", Refusal.Of("export", model, "--output", file));
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void Field_that_the_model_lacks_cannot_be_left_out()
    {
        Assert.Equal(
            $"{SlotsModel.Path}: --no-crf-decoding: the model has no conditional random field",
            Refusal.Of("export", SlotsModel.Path, "--output", _folder["slots.onnx"], "--no-crf-decoding"));
        Assert.Equal(
            "--no-crf-decoding is of no use with --format torch",
            Refusal.Of("export", SlotsModel.Path, "--output", _folder["slots.safetensors"], "--no-crf-decoding"));
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void Directory_without_a_model_is_refused()
    {
        Assert.Equal($"{_folder["none"]}: no such directory", Refusal.Of("export", _folder["none"], "--output", _folder["slots.onnx"]));
        Assert.Empty(_folder.Files());
    }
}
