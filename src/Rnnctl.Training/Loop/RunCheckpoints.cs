using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Loop;

/// <summary>A training run in its directory: its checkpoints and its log.</summary>
public sealed class RunCheckpoints : IDisposable
{
    private const string FirstMoments = "first_moment.";
    private const string SecondMoments = "second_moment.";

    private readonly string _path;
    private readonly CheckpointWriter _writer;
    private MetricsLog? _log;
    private bool _described;

    private RunCheckpoints(string path, CheckpointWriter writer, MetricsLog? log)
    {
        _path = path;
        _writer = writer;
        _log = log;
    }

    /// <summary>Takes hold of a directory for a new run. What is in it stays until the run's first checkpoint.</summary>
    /// <exception cref="InputException">The directory cannot be written, or another process is writing to it.</exception>
    public static RunCheckpoints Create(string path) => new(path, CheckpointWriter.Open(path), log: null);

    /// <summary>Takes hold of a directory for a run that goes on.</summary>
    /// <exception cref="InputException">The directory cannot be written, or another process is writing to it, or its log is damaged.</exception>
    public static RunCheckpoints Resume(string path, TrainingProgress progress)
    {
        CheckpointWriter writer = CheckpointWriter.Open(path);
        return new RunCheckpoints(path, writer, MetricsLog.Resume(LogPath(path), progress.Step));
    }

    /// <summary>Adds an evaluation to the log.</summary>
    /// <exception cref="InvalidOperationException">A new run has not been saved yet.</exception>
    public void Log(MetricsRow row)
    {
        if (_log is null) throw new InvalidOperationException("a new run is saved before it is evaluated");
        _log.Append(row);
    }

    /// <summary>Saves the run as it is now; with the weights as the model's own, where they are the best so far.</summary>
    /// <exception cref="IOException">The disk is full or fails; the checkpoint before is still there.</exception>
    public void Save(TrainingProgress progress, TrainedModel model, Optimizer<float> optimizer, bool withWeights)
    {
        NamedTensor[] weights = [.. ParameterFile.Write("", model.Parameters, model.Backend, model.Parameters.Values)];
        var checkpoint = new Checkpoint
        {
            Progress = progress,
            State =
            [
                .. weights,
                .. ParameterFile.Write(FirstMoments, model.Parameters, model.Backend, optimizer.First),
                .. ParameterFile.Write(SecondMoments, model.Parameters, model.Backend, optimizer.Second),
            ],
            BestWeights = withWeights ? weights : null,
        };
        _writer.Save(_described ? checkpoint : Describe(checkpoint, model));
        _described = true;

        // A process killed before this line has saved step 0, and resuming from there keeps no row of the log that was here before.
        _log ??= MetricsLog.Create(LogPath(_path));
    }

    /// <summary>Brings weights and moments back to where a checkpoint left them.</summary>
    /// <exception cref="InputException">The directory's files do not fit each other.</exception>
    public void Restore(TrainingProgress progress, TrainedModel model, Optimizer<float> optimizer)
    {
        using SafetensorsFile state = ModelDirectory.Open(_path).OpenTrainingState(progress);
        ParameterFile.Read(state, "", model.Parameters, model.Backend, model.Parameters.Values);
        ParameterFile.Read(state, FirstMoments, model.Parameters, model.Backend, optimizer.First);
        ParameterFile.Read(state, SecondMoments, model.Parameters, model.Backend, optimizer.Second);
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose() => _writer.Dispose();

    private static string LogPath(string path) => Path.Combine(path, ModelFiles.Metrics);

    private static Checkpoint Describe(Checkpoint checkpoint, TrainedModel model) => checkpoint with
    {
        Configuration = model.Configuration,
        Vocabularies = model.Vocabularies,
    };
}
