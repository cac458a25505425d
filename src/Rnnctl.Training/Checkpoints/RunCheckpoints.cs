using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Checkpoints;

/// <summary>A training run in its directory: its checkpoints and its log.</summary>
public sealed class RunCheckpoints : IDisposable
{
    private const string FirstMoments = "first_moment.";
    private const string SecondMoments = "second_moment.";
    private const string Means = "mean.";
    private const string CarriedStates = "carried_states";

    private readonly string _path;
    private readonly CheckpointWriter? _writer;
    private readonly MetricsLog? _log;
    private IReadOnlyList<string> _replaced = [];
    private bool _described;

    private RunCheckpoints(string path, CheckpointWriter? writer, MetricsLog? log)
    {
        _path = path;
        _writer = writer;
        _log = log;
    }

    /// <summary>Whether the directory holds the model of another run. It stays until the first evaluation of this run.</summary>
    public bool HoldsAnotherModel { get; set; }

    /// <summary>Locks a directory for a new run. Its files stay until the run's first checkpoint.</summary>
    /// <exception cref="InputException">The directory cannot be written, another process is writing to it, or one of its files is a link.</exception>
    public static RunCheckpoints Create(string path)
    {
        CheckpointWriter writer = CheckpointWriter.Open(path);
        return new RunCheckpoints(path, writer, MetricsLog.Create())
        {
            HoldsAnotherModel = ModelDirectory.HoldsModel(path),
            _replaced = ModelDirectory.OwnFilesIn(path),
        };
    }

    /// <summary>Locks a directory for a run that is resumed.</summary>
    /// <exception cref="InputException">The directory cannot be written, or another process is writing to it, or its log is damaged.</exception>
    public static RunCheckpoints Resume(string path, TrainingProgress progress)
    {
        CheckpointWriter writer = CheckpointWriter.Open(path);
        try
        {
            return new RunCheckpoints(path, writer, MetricsLog.Resume(path, progress.Step));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>The run of another process, which saves it: this one can restore it.</summary>
    public static RunCheckpoints ReadOnly(string path) => new(path, writer: null, log: null);

    /// <summary>Adds an evaluation to the log; it is saved with the next checkpoint.</summary>
    public void Log(MetricsRow row) => _log?.Append(row);

    /// <summary>Saves the run, and the weights, or their mean where there is one, as the model's where they are the best so far.</summary>
    /// <exception cref="IOException">The disk is full or fails; the checkpoint before is still there.</exception>
    public void Save(TrainingProgress progress, TrainedModel model, Optimizer<float> optimizer, Tensor<float> carried, bool withWeights)
    {
        HoldsAnotherModel = false;
        if (_writer is null || _log is null) return;
        NamedTensor[] weights = [.. ParameterFile.Write("", model.Parameters, model.Backend, model.Parameters.Values)];
        var checkpoint = new Checkpoint
        {
            Progress = progress,
            State =
            [
                .. weights,
                .. ParameterFile.Write(FirstMoments, model.Parameters, model.Backend, optimizer.First),
                .. ParameterFile.Write(SecondMoments, model.Parameters, model.Backend, optimizer.Second),
                .. Mean(Means, model, optimizer),
                .. Write(carried, model.Backend),
            ],
            BestWeights = withWeights ? InPlaceOf(weights, [.. Mean("", model, optimizer)]) : null,
            Configuration = model.Configuration,
            Vocabularies = model.Vocabularies,
            Companions = model.Companions,
            Replaced = _replaced,
            Describes = !_described,
            Metrics = _log.Write,
        };
        _writer.Save(checkpoint);
        _described = true;
        _replaced = [];
    }

    /// <summary>Restores weights, moments, the mean of the weights and what is carried from batch to batch from a checkpoint.</summary>
    /// <exception cref="InputException">The directory's files do not fit each other, or are not those that the progress was read from.</exception>
    public void Restore(TrainingProgress progress, TrainedModel model, Optimizer<float> optimizer, Tensor<float> carried)
    {
        using ModelDirectory stored = ModelDirectory.Open(_path);
        if (TrainingState.ReadProgress(stored) != progress)
            throw new InputException($"{_path}: another run went on training it meanwhile", "start this one again");
        using SafetensorsFile state = TrainingState.Open(stored, progress);
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, ParameterFile.ReadWeights(state, shape));
        ParameterFile.Read(state, FirstMoments, model.Parameters, model.Backend, optimizer.First);
        ParameterFile.Read(state, SecondMoments, model.Parameters, model.Backend, optimizer.Second);
        if (optimizer.Mean is { } mean) ParameterFile.Read(state, Means, model.Parameters, model.Backend, mean.Values);
        Read(state, carried, model.Backend);
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose() => _writer?.Dispose();

    /// <summary>The mean of the weights of each parameter that is not frozen; none where no mean is asked for.</summary>
    private static IEnumerable<NamedTensor> Mean(string prefix, TrainedModel model, Optimizer<float> optimizer) =>
        optimizer.Mean is { } mean ? ParameterFile.Write(prefix, model.Parameters, model.Backend, mean.Values) : [];

    private static NamedTensor[] InPlaceOf(NamedTensor[] weights, NamedTensor[] means) =>
        [.. means, .. weights.ExceptBy(means.Select(mean => mean.Name), weight => weight.Name)];

    private static IEnumerable<NamedTensor> Write(Tensor<float> carried, Backend<float> backend)
    {
        if (carried.IsEmpty) yield break;
        var values = new float[carried.Count];
        backend.Download(carried, values.AsSpan());
        yield return NamedTensor.Of<float>(CarriedStates, [carried.Rows, carried.Columns], values);
    }

    private static void Read(SafetensorsFile state, Tensor<float> carried, Backend<float> backend)
    {
        if (carried.IsEmpty) return;
        var values = new float[carried.Count];
        state.CopyTo<float>(CarriedStates, [carried.Rows, carried.Columns], values);
        backend.Upload<float>(values, carried);
    }
}
