using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Landscape;

/// <summary>Measures the loss of a tagger over a plane of weights, and prints, writes and draws it.</summary>
internal static class LandscapeRun
{
    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(LandscapeRequest request, ToolConsole console, CancellationToken cancellation)
    {
        OutputFile.RequireWritable(request.Json, request.Csv, request.Svg);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        LabelledCorpus gold = CorpusReader.Read(request.Files, request.Corpus.Over(model.Configuration, console), console.Note);
        using var plane = new LossPlane(model, TaggingData.Of(gold, model.Vocabularies, model.Configuration.Text).Encoded);
        (PlaneAxis x, PlaneAxis y) = Axes(request, model.Parameters.Shapes, plane);

        double atModel = plane.AtModel(cancellation);
        HeightGrid grid = Measure(request, plane, x, y, console, cancellation);
        LandscapeResult result = Result(backend.Name, x, y, atModel, grid);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, LandscapeJson.Default.LandscapeResult));
        else if (!OutputFile.IncludeStandardOutput(request.Csv, request.Svg)) LandscapeReport.Write(console.Table, result);
        if (request.Csv is { } csv) OutputFile.Write(csv, LandscapeReport.Csv(result), console);
        if (request.Svg is { } svg) OutputFile.Write(svg, HeatMapDrawing.Draw(LandscapeReport.Picture(result, grid, ModelName.Of(request.Model))), console);
        return ExitCode.Done;
    }

    private static (PlaneAxis X, PlaneAxis Y) Axes(LandscapeRequest request, IReadOnlyList<ParameterShape> shapes, LossPlane plane)
    {
        ulong seed = request.Compute.Seed;
        if (request.Weights is not [var first, var second])
            return (RandomDirections.Draw(shapes, plane.WeightsOf, seed, 0), RandomDirections.Draw(shapes, plane.WeightsOf, seed, 1));
        if (first == second) throw new InputException($"--weights: expected two weights, found {first} twice");
        return (NamedWeight.Find(first, shapes, plane.WeightsOf), NamedWeight.Find(second, shapes, plane.WeightsOf));
    }

    private static HeightGrid Measure(
        LandscapeRequest request, LossPlane plane, PlaneAxis x, PlaneAxis y, ToolConsole console, CancellationToken cancellation)
    {
        using var display = new CountDisplay(console, (long)request.Points * request.Points, "points");
        return plane.Measure(x, y, request.Radius, request.Points, display, cancellation);
    }

    private static LandscapeResult Result(string device, PlaneAxis x, PlaneAxis y, double atModel, HeightGrid grid)
    {
        LandscapePoint[] points = [.. grid.Y.SelectMany((b, row) => grid.X.Select((a, column) => Point(a, b, grid.Heights[row][column])))];
        IEnumerable<LandscapePoint> finite = points.Where(point => point.Loss is not null);
        LandscapePoint model = Point(x.Center, y.Center, atModel);
        return new LandscapeResult(device, x.Title, y.Title, model, finite.MinBy(point => point.Loss), finite.MaxBy(point => point.Loss), points);
    }

    private static LandscapePoint Point(double x, double y, double loss) => new(x, y, double.IsFinite(loss) ? loss : null);
}
