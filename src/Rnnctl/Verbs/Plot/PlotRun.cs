using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Logging;

namespace Rnnctl.Verbs.Plot;

/// <summary>Draws the learning curves of training runs, be they finished or going on.</summary>
internal static class PlotRun
{
    private const string DefaultName = "metrics.svg";

    /// <summary>Draws, writes the file, and returns the exit code.</summary>
    public static int Run(PlotRequest request, ToolConsole console, CancellationToken cancellation)
    {
        if (request.Output is null && request.Models.Count > 1)
            throw new InputException("--output: expected a file, since there are several models", "--output runs.svg, or --output - for standard output");
        RunMetrics[] runs = [.. request.Models.Select((path, number) => new RunMetrics(NameOf(request.Models, number), ReadRows(path)))];
        cancellation.ThrowIfCancellationRequested();
        TextFile.Write(request.Output ?? Path.Combine(request.Models[0], DefaultName), FigureDrawing.Draw(LearningCurves.Of(runs)), console);
        return ExitCode.Done;
    }

    private static IReadOnlyList<MetricsRow> ReadRows(string model)
    {
        ModelDirectory.RequireDirectory(model);
        IReadOnlyList<MetricsRow> rows = MetricsLog.Read(model);
        return rows.Count > 0 ? rows : throw new InputException($"{Path.Combine(model, ModelFiles.Metrics)}: there has been no evaluation yet");
    }

    /// <summary>The directory's own name; where several have the same, the whole path.</summary>
    private static string NameOf(IReadOnlyList<string> models, int number)
    {
        string name = ModelName.Of(models[number]);
        return models.Count(model => ModelName.Of(model) == name) == 1 ? name : models[number];
    }
}
