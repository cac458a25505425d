using Rnnctl.Requests;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Loop;

namespace Rnnctl.Runs.Train;

/// <summary>Trains a model, with a person watching.</summary>
internal static class TrainRun
{
    /// <summary>Runs to the end and returns the exit code.</summary>
    public static int Run(TrainRequest request, ToolConsole console, CancellationToken cancellation)
    {
        RequireFreeOutput(request);
        using ModelDirectory? stored = request.Resume ? Resumption.Open(request.Output) : null;
        if ((request.Task ?? stored?.Configuration.Task) == ModelTask.Translate) TranslatorTrainRun.Run(request, stored, console, cancellation);
        else TaggerTrainRun.Run(request, stored, console, cancellation);
        return CommandLine.ExitCode.Done;
    }

    /// <summary>Trains to the end, from the beginning or from where a checkpoint left the run.</summary>
    public static void Train(TrainingTask task, TrainingProgress? progress, TrainRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(request.Output) : RunCheckpoints.Resume(request.Output, progress);
        using var display = new TrainingDisplay(console);
        TrainingReports reports = TrainingReporting.For(display, console, request.Json);
        TrainingProgress end = Train(new Trainer(task, checkpoints, reports, progress), display, request.Output, console, cancellation);
        console.Note(Summary(end, request.Output));
    }

    private static TrainingProgress Train(
        Trainer trainer, TrainingDisplay display, string output, ToolConsole console, CancellationToken cancellation)
    {
        try
        {
            return trainer.Run(cancellation);
        }
        catch (OperationCanceledException)
        {
            display.Dispose();
            console.Note($"interrupted; the run is saved in {output}; train with --resume goes on from here");
            throw;
        }
        finally
        {
            display.Dispose();
        }
    }

    private static void RequireFreeOutput(TrainRequest request)
    {
        if (File.Exists(request.Output)) throw new InputException($"{request.Output}: expected a directory, found a file");
        if (!request.Resume && !request.Overwrite && ModelDirectory.HoldsModel(request.Output))
            throw new InputException($"{request.Output}: there is a model already", "--resume goes on training it, --overwrite replaces it");
    }

    private static string Summary(TrainingProgress end, string output) => end.BestScore is { } score
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"done: the best model scored {score:F4} at step {end.BestStep}; it is in {output}")
        : $"done: the model of step {end.Step} is in {output}";
}
