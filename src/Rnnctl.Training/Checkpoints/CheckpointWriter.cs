using System.Globalization;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// Saves checkpoints into a model's directory, each in one commit (see <see cref="AtomicDirectory"/>): state and progress are always of the
/// same step, the best weights always belong to the score in the progress, and a run that overwrites another replaces configuration,
/// vocabularies, weights and log in one go, at its own first checkpoint. Until then the model that was there before is intact.
/// </summary>
public sealed class CheckpointWriter : IDisposable
{
    private readonly AtomicDirectory _directory;

    private CheckpointWriter(AtomicDirectory directory) => _directory = directory;

    /// <summary>Locks a directory, which is made where there is none, and finishes or deletes what a killed process left in
    /// it.</summary>
    /// <exception cref="Rnnctl.Text.InputException">It cannot be written, or another process is writing to it.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static CheckpointWriter Open(string path) => new(AtomicDirectory.Open(path));

    /// <summary>Opens with a call after each change on the disk; see <see cref="AtomicDirectory.Changed"/>.</summary>
    internal static CheckpointWriter Open(string path, Action? changed) => new(AtomicDirectory.Open(path, changed));

    /// <summary>Saves a checkpoint, whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full or fails; the checkpoint before is still there.</exception>
    public void Save(Checkpoint checkpoint)
    {
        PendingFile[] files = [.. Files(checkpoint)];
        _directory.Commit(files);
        _directory.Delete(checkpoint.Replaced.Except(files.Select(file => file.Name)));
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose() => _directory.Dispose();

    private static IEnumerable<PendingFile> Files(Checkpoint checkpoint)
    {
        if (checkpoint.Describes)
        {
            foreach (PendingFile file in ModelWriter.Description(checkpoint.Configuration, checkpoint.Vocabularies)) yield return file;
            foreach (PendingFile companion in checkpoint.Companions) yield return companion;
        }

        if (checkpoint.BestWeights is { } weights)
        {
            Dictionary<string, string> metadata = WeightsMetadata.Of(
                checkpoint.Progress.Epoch, checkpoint.Progress.Step, checkpoint.Configuration, checkpoint.Vocabularies);
            yield return ModelWriter.Weights(weights, metadata);
        }

        string step = checkpoint.Progress.Step.ToString(CultureInfo.InvariantCulture);
        var stateMetadata = new Dictionary<string, string> { [TrainingState.StepKey] = step };
        yield return new PendingFile(ModelFiles.TrainingState, stream => SafetensorsFile.Write(stream, checkpoint.State, stateMetadata));
        yield return new PendingFile(ModelFiles.Progress, checkpoint.Progress.Write);
        if (checkpoint.Metrics is { } metrics) yield return new PendingFile(ModelFiles.Metrics, metrics);
    }
}
