using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Inference.Directories;

/// <summary>Writes the files of a model's directory.</summary>
public static class ModelWriter
{
    /// <summary>The files of configuration and vocabularies.</summary>
    public static IEnumerable<PendingFile> Description(
        ModelConfiguration configuration, IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies) =>
    [
        new PendingFile(ModelFiles.Configuration, configuration.Write),
        .. vocabularies.Select(one => new PendingFile(ModelFiles.Vocabulary(one.Key), stream => stream.Write(ModelFiles.BytesOf(one.Value)))),
    ];

    /// <summary>The file of the weights.</summary>
    public static PendingFile Weights(IReadOnlyList<NamedTensor> weights, IReadOnlyDictionary<string, string> metadata) =>
        new(ModelFiles.Weights, stream => SafetensorsFile.Write(stream, weights, metadata));

    /// <summary>Writes a model that was not trained here, whole or not at all.</summary>
    /// <param name="path">The directory, which is made where there is none.</param>
    /// <param name="configuration">Everything that rebuilds the model.</param>
    /// <param name="vocabularies">The lines of each vocabulary's file, by its name.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="companions">Further files of the model; null for none.</param>
    /// <remarks>A model that is in the directory is replaced, its training state included.</remarks>
    /// <exception cref="Rnnctl.Text.InputException">The directory cannot be written, or another process is writing to it.</exception>
    /// <exception cref="IOException">The disk is full or fails; nothing is written.</exception>
    public static void Write(
        string path,
        ModelConfiguration configuration,
        IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies,
        IReadOnlyList<NamedTensor> weights,
        IReadOnlyList<PendingFile>? companions = null)
    {
        using AtomicDirectory directory = AtomicDirectory.Open(path);
        string[] before = [ModelFiles.TrainingState, ModelFiles.Progress, ModelFiles.Metrics, .. ModelDirectory.OwnFilesIn(path)];
        PendingFile[] files =
            [.. Description(configuration, vocabularies), .. companions ?? [], Weights(weights, WeightsMetadata.Of(configuration, vocabularies))];
        directory.Commit(files);
        directory.Delete(before.Except(files.Select(file => file.Name)));
    }
}
