using System.Text;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Tasks;
using Rnnctl.Text;

namespace Rnnctl.Inference.Exports;

/// <summary>
/// Writes a model as one safetensors file for PyTorch: the weights as 32-bit floats under the names of a state dict, and in the file's metadata the
/// configuration and the vocabularies, under the names of their files: <c>config.json</c>, <c>vocab/tokens.txt</c>. The file does not hold language models
/// whose layers the model reads, unless they learnt with it.
/// </summary>
public static class TorchExport
{
    /// <summary>The one file of the export, which is written while the model's directory is open.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The file's name.</param>
    public static IReadOnlyList<PendingFile> FilesOf(ModelDirectory model, string name) => [new PendingFile(name, stream => Write(model, stream))];

    /// <summary>Reads the model and writes the file's bytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Where the bytes go.</param>
    /// <returns>The number of weights.</returns>
    /// <exception cref="InputException">The model's files do not fit each other, or a weight is not finite.</exception>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public static long Write(ModelDirectory model, Stream stream)
    {
        TaskModel described = TaskModel.Read(model);
        ParameterFile.Require(model.Weights, described.Parameters);
        NamedTensor[] tensors = [.. described.Parameters.Select(shape => ParameterFile.TensorOf(shape, ParameterFile.ReadWeights(model.Weights, shape)))];
        SafetensorsFile.Write(stream, tensors, MetadataOf(described));
        return described.Parameters.Sum(shape => (long)shape.Count);
    }

    private static Dictionary<string, string> MetadataOf(TaskModel model)
    {
        using var configuration = new MemoryStream();
        model.Configuration.Write(configuration);
        var metadata = new Dictionary<string, string>
        {
            // PyTorch's tools look for this key before they read a file.
            ["format"] = "pt",
            [ModelFiles.Configuration] = Encoding.UTF8.GetString(configuration.ToArray()),
        };
        foreach ((string name, IReadOnlyList<string> lines) in model.Vocabularies)
            metadata[ModelFiles.Vocabulary(name)] = Encoding.UTF8.GetString(ModelFiles.BytesOf(lines));
        return metadata;
    }
}
