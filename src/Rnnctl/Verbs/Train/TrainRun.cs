using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Loop;

namespace Rnnctl.Verbs.Train;

/// <summary>Trains a model and shows how far training is.</summary>
internal static class TrainRun
{
    /// <summary>Runs to the end and returns the exit code.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="group">The processes that train together; null where this one is alone.</param>
    /// <param name="console">Where messages go.</param>
    /// <param name="cancellation">Ends it after a step.</param>
    public static int Run(TrainRequest request, ProcessGroup? group, ToolConsole console, CancellationToken cancellation)
    {
        ParentModel.RequireOther(request);
        if (group is not null && request.Train.Concat(request.Valid).Contains(StandardInput.Path))
            throw new InputException("several processes cannot read standard input", "give files that all of them can read");
        if (group is null or { IsFirst: true }) RequireFreeOutput(request);
        using ModelDirectory? stored = request.Resume ? Resumption.Open(request) : null;
        using ParentModel? parent = ParentModel.Open(request, console);
        switch (request.Task ?? (stored ?? parent?.Directory)?.Configuration.Task)
        {
            case ModelTask.Translate:
                TranslatorTrainRun.Run(request, stored, parent, group, console, cancellation);
                break;
            case ModelTask.Lm:
                LanguageModelTrainRun.Run(request, stored, parent, group, console, cancellation);
                break;
            default:
                TaggerTrainRun.Run(request, stored, parent, group, console, cancellation);
                break;
        }

        return ExitCode.Done;
    }

    /// <summary>The options of a run: what the user gave, over those of the run that goes on, over those of a parent, or over the defaults.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="task">What a new model does.</param>
    /// <param name="stored">The run that goes on, or null.</param>
    /// <param name="parent">The model that a new one starts from, or null.</param>
    /// <param name="read">Reads and checks the configuration of a model of the task.</param>
    /// <exception cref="InputException">Options exclude each other, or one cannot change.</exception>
    public static ModelConfiguration Configure(
        TrainRequest request, ModelTask task, ModelDirectory? stored, ParentModel? parent, Func<ModelDirectory, ModelConfiguration> read)
    {
        if (stored is not null) return request.Configure(read(stored));
        return parent is null ? request.Configure(ModelConfiguration.DefaultsOf(task)) : parent.Configure(read(parent.Directory));
    }

    /// <summary>Trains to the end, from the beginning or from the stored run's checkpoint.</summary>
    public static void Train(
        ILearner learner, ModelDirectory? stored, TrainRequest request, ProcessGroup? group, ToolConsole console, CancellationToken cancellation)
    {
        TrainingProgress? progress = stored is null ? null : TrainingState.ReadProgress(stored);
        stored?.Dispose(); // Windows does not replace an open file.
        using RunCheckpoints checkpoints = OpenCheckpoints(request, progress, group);
        if (checkpoints.HoldsAnotherModel) console.Note($"the model in {request.Output} stays until the new one has its first evaluation");
        using var display = new TrainingDisplay(console, request.Json, group?.Workers);
        var trainer = new Trainer(learner, checkpoints, display.Events, progress, group?.Workers);
        if (group is not null)
        {
            group.Meet(learner, request.Output);
            checkpoints.HoldsAnotherModel = group.Workers.OfFirst(checkpoints.HoldsAnotherModel);
        }

        try
        {
            TrainingProgress end = trainer.Run(cancellation);
            display.Dispose();
            WarnIfUseless(end, trainer.LastEvaluation, learner.Model.Configuration, console);
            console.Note(Summary(end, TaskMetrics.Of(learner.Model.Configuration), request.Output));
        }
        catch (OperationCanceledException)
        {
            display.Dispose();
            console.Note(checkpoints.HoldsAnotherModel
                ? $"interrupted before the first evaluation; nothing of this run is saved, and the model that was in {request.Output} is untouched"
                : $"interrupted; the run is saved in {request.Output}; train with --resume goes on from here");
            throw;
        }
    }

    /// <summary>Says what the model is scored on.</summary>
    public static void DescribeValid(string? size, ToolConsole console) =>
        console.Note(size is null ? "no --valid: the last model is kept, not the best" : $"valid: {size}");

    /// <summary>Says what is trained, how large it is, and where.</summary>
    public static void DescribeModel(string layers, TrainedModel model, ToolConsole console)
    {
        string device = $"{model.Backend.Name}, {Plural.Of(model.Backend.Threads, "thread")}";
        long frozen = model.Parameters.Shapes.Where(shape => shape.Frozen).Sum(shape => (long)shape.Count);
        string still = frozen == 0 ? "" : $", {frozen} of them frozen";
        console.Note($"model: {layers}, {model.Parameters.Count} parameters{still}, on {device}");
    }

    /// <summary>Opens the directory that only the first of several processes writes to.</summary>
    private static RunCheckpoints OpenCheckpoints(TrainRequest request, TrainingProgress? progress, ProcessGroup? group)
    {
        if (group is { IsFirst: false }) return RunCheckpoints.ReadOnly(request.Output);
        RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(request.Output) : RunCheckpoints.Resume(request.Output, progress);
        try
        {
            RequireFreeOutput(request); // Another run may have finished in the directory while this one read its files.
            return checkpoints;
        }
        catch
        {
            checkpoints.Dispose();
            throw;
        }
    }

    private static void RequireFreeOutput(TrainRequest request)
    {
        if (File.Exists(request.Output)) throw new InputException($"{request.Output}: expected a directory, found a file");
        ModelFiles.RefuseLinks(request.Output);
        if (request.Resume || request.Overwrite) return;
        if (ModelDirectory.HoldsModel(request.Output))
            throw new InputException($"{request.Output}: there is a model already", "--resume goes on training it, --overwrite replaces it");
        if (ModelFiles.FirstIn(request.Output) is { } name)
            throw new InputException($"{request.Output}: there is a {name} already", "give the model another directory; --overwrite replaces the file");
    }

    /// <summary>Warns where the best score is hardly above that of a guess, and says what to try.</summary>
    private static void WarnIfUseless(TrainingProgress end, Evaluation? last, ModelConfiguration configuration, ToolConsole console)
    {
        if (last is null || end.BestScore is not { } score || score > last.Floor) return;
        TrainingConfiguration options = configuration.Training;
        string tries = string.Create(
            CultureInfo.InvariantCulture,
            $"more --epochs ({options.Epochs}; --resume goes on), more --patience ({options.Patience}) or another --lr ({options.LearningRate})");
        console.Warn($"the model has learnt little: its best {TaskMetrics.NameOf(last.Metric)} is {ScoreText.Of(last.Metric, score)}; try {tries}");
    }

    private static string Summary(TrainingProgress end, EvaluationMetric? metric, string output) => end.BestScore is { } score
        ? $"done: the best model {Scored(metric, score)} at step {end.BestStep}; it is in {output}"
        : $"done: the model of step {end.Step} is in {output}";

    /// <summary>A score by another metric than the task's own has its name.</summary>
    private static string Scored(EvaluationMetric? metric, double score) => metric is EvaluationMetric.Loss or EvaluationMetric.Chrf
        ? $"has {TaskMetrics.NameOf(metric.Value)} {ScoreText.Of(metric, score)}"
        : $"scored {ScoreText.Of(metric, score)}";
}
