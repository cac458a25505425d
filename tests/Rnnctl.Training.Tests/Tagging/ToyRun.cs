using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Training runs of the toy tagger in a directory of their own, and what they told.</summary>
internal sealed class ToyRun(TrainingConfiguration options) : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public TrainingConfiguration Options { get; set; } = options;

    public string Path => _directory.Root;

    public TaggingData Train { get; init; } = ToyTagging.Data(seed: 1, sentences: 20);

    public double Dropout { get; init; } = ToyTagging.Architecture.Dropout;

    public TaggingData? Valid { get; init; } = ToyTagging.Data(seed: 2, sentences: 10);

    /// <summary>The evaluations so far, each with the weights at that moment.</summary>
    public List<(MetricsRow Row, bool Improved, float[] Weights)> Evaluations { get; } = [];

    /// <summary>The losses of the steps so far.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>The weights at the start and after each step so far.</summary>
    public List<float[]> WeightsOfSteps { get; } = [];

    public long StepsOfTheWholeRun { get; private set; }

    public static float[] Weights(TaggerModel model) => [.. model.Parameters.Shapes.SelectMany(shape => Read(model.Parameters, shape))];

    /// <summary>Trains from the beginning to the end, or until it is interrupted in the step of that number.</summary>
    public TrainingProgress Start(long? interruptedAt = null) => Run(progress: null, interruptedAt);

    /// <summary>Goes on from the last checkpoint.</summary>
    public TrainingProgress Resume(long? interruptedAt = null) => Run(Progress(), interruptedAt);

    /// <summary>How far training is, as the last checkpoint says.</summary>
    public TrainingProgress Progress()
    {
        using ModelDirectory directory = ModelDirectory.Open(Path);
        return TrainingState.ReadProgress(directory);
    }

    /// <summary>The step of stored weights of an unfinished first epoch.</summary>
    public string? StepInFirstEpoch()
    {
        using ModelDirectory directory = ModelDirectory.Open(Path);
        return directory.StepInFirstEpoch;
    }

    /// <summary>The weights of <c>model.safetensors</c>.</summary>
    public float[] StoredWeights()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using ModelDirectory directory = ModelDirectory.Open(Path);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        return Weights(model);
    }

    /// <summary>The rows of <c>metrics.csv</c>, fields apart, without the header.</summary>
    public string[][] LoggedRows() => [.. File.ReadAllLines(_directory["metrics.csv"]).Skip(1).Select(line => line.Split(','))];

    /// <summary>All files, byte for byte.</summary>
    public Dictionary<string, byte[]> Files() => _directory.Files()
        .Where(name => name != DirectoryLock.FileName)
        .ToDictionary(name => name, name => File.ReadAllBytes(_directory[name]));

    public void Dispose() => _directory.Dispose();

    private static float[] Read(ParameterSet<float> parameters, ParameterShape shape)
    {
        var values = new float[shape.Count];
        parameters.Read(shape.Name, values);
        return values;
    }

    private TrainingProgress Run(TrainingProgress? progress, long? interruptedAt)
    {
        using var interruption = new CancellationTokenSource();
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        ModelConfiguration configuration = ToyTagging.Configure(Options);
        configuration = configuration with { Architecture = configuration.Architecture with { Dropout = Dropout } };
        using TaggerModel model = TaggerModel.Create(
            configuration, ToyTagging.Vocabularies, backend);
        using RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(Path) : RunCheckpoints.Resume(Path, progress);
        var events = new TrainingEvents(
            steps =>
            {
                StepsOfTheWholeRun = steps;
                WeightsOfSteps.Add(Weights(model));
            },
            (step, _, loss, _) =>
            {
                Losses.Add(loss);
                WeightsOfSteps.Add(Weights(model));
                if (step == interruptedAt) interruption.Cancel();
            },
            (row, _, improved) => Evaluations.Add((row, improved, Weights(model))));
        using var learner = new TaggerLearner(model, Train.Encoded, Valid);
        var trainer = new Trainer(learner, checkpoints, events, progress);
        return trainer.Run(interruption.Token);
    }
}
