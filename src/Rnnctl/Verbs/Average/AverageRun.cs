using System.Globalization;
using Rnnctl.Files;
using Rnnctl.Inference.Averages;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Average;

/// <summary>Makes a model of the mean of several models' weights.</summary>
internal static class AverageRun
{
    /// <summary>Writes the mean and returns the exit code.</summary>
    public static int Run(AverageRequest request, ToolConsole console)
    {
        RequireSeveral(request);
        ModelOutput.RequireFree(request.Output, request.Overwrite);
        var models = new List<ModelDirectory>();
        try
        {
            foreach (string path in request.Models) models.Add(OpenModel.At(path, console));
            long weights = ModelAverage.Write(models, request.Output);
            console.Note(string.Create(
                CultureInfo.InvariantCulture, $"mean: {weights} weights of {models.Count} models; it is in {request.Output}"));
            return ExitCode.Done;
        }
        finally
        {
            foreach (ModelDirectory model in models) model.Dispose();
        }
    }

    /// <exception cref="InputException">There are fewer than two models, one is named twice, or is in the directory of the mean.</exception>
    private static void RequireSeveral(AverageRequest request)
    {
        if (request.Models is [var single]) throw new InputException($"{single}: the only model: a mean needs at least two");
        var known = new HashSet<string>(StringComparer.Ordinal);
        string? twice = request.Models.FirstOrDefault(model => !known.Add(PlaceOf(model)));
        if (twice is not null) throw new InputException($"{twice}: this model is given twice");
        if (known.Contains(PlaceOf(request.Output))) throw new InputException($"--output {request.Output}: it is one of the models");
    }

    private static string PlaceOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
