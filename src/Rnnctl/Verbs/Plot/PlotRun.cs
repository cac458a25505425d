using Rnnctl.Curves;
using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Logging;

namespace Rnnctl.Verbs.Plot;

/// <summary>Draws the learning curves of training runs, which need not be finished, or a table of numbers.</summary>
internal static class PlotRun
{
    private const string DefaultName = "metrics.svg";

    /// <summary>Draws, writes the file, and returns the exit code.</summary>
    public static int Run(PlotRequest request, ToolConsole console, CancellationToken cancellation)
    {
        string? table = request.Paths.FirstOrDefault(NumberTableReader.IsTable);
        (Figure figure, string output) = table is null ? Curves(request) : Table(table, request);
        cancellation.ThrowIfCancellationRequested();
        OutputFile.Write(request.Output ?? output, FigureDrawing.Draw(figure), console);
        return ExitCode.Done;
    }

    /// <summary>The figure of a table, and its default path.</summary>
    private static (Figure Figure, string Output) Table(string path, PlotRequest request)
    {
        if (request.Paths.Count > 1) throw new InputException($"{path}: expected a table alone, found {request.Paths.Count} paths");
        return (NumberTableReader.Read(path).Picture(Path.GetFileNameWithoutExtension(path), request.YLabel), Path.ChangeExtension(path, ".svg"));
    }

    /// <summary>The figure of the learning curves, and its default path.</summary>
    private static (Figure Figure, string Output) Curves(PlotRequest request)
    {
        IReadOnlyList<string> models = request.Paths;
        if (request.YLabel is not null) throw new InputException("--y-label is of no use with learning curves: they have their own labels");
        if (request.Output is null && models.Count > 1)
            throw new InputException("--output is required for several models", "--output runs.svg, or --output - for standard output");
        RunMetrics[] runs = [.. models.Select((path, number) => new RunMetrics(NameOf(models, number), ReadRows(path)))];
        return (LearningCurves.Of(runs), Path.Combine(models[0], DefaultName));
    }

    private static IReadOnlyList<MetricsRow> ReadRows(string model)
    {
        ModelDirectory.RequireDirectory(model);
        IReadOnlyList<MetricsRow> rows = MetricsLog.Read(model);
        return rows.Count > 0 ? rows : throw new InputException($"{Path.Combine(model, ModelFiles.Metrics)}: no evaluation has been recorded yet");
    }

    /// <summary>The name of the directory, or its whole path if several have the same name.</summary>
    private static string NameOf(IReadOnlyList<string> models, int number)
    {
        string name = ModelName.Of(models[number]);
        return models.Count(model => ModelName.Of(model) == name) == 1 ? name : models[number];
    }
}
