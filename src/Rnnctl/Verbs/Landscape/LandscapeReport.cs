using System.Globalization;
using Rnnctl.Files;
using Rnnctl.Plots;

namespace Rnnctl.Verbs.Landscape;

/// <summary>A plane of losses for a person, as CSV, and as a picture.</summary>
internal static class LandscapeReport
{
    /// <summary>The loss at the model, the least and the greatest.</summary>
    public static void Write(TextWriter output, LandscapeResult result)
    {
        output.WriteLine($"x: {result.X}; y: {result.Y}");
        WritePoint(output, "model", result.Model);
        WritePoint(output, "least", result.Least);
        WritePoint(output, "greatest", result.Greatest);
    }

    /// <summary>A row for every point; the loss is empty where it is not a finite number.</summary>
    public static string Csv(LandscapeResult result) => CsvText.Of(result.Points);

    /// <summary>The picture.</summary>
    public static HeatMap Picture(LandscapeResult result, HeightGrid grid, string name)
    {
        Axis height = Axis.Fitting("loss (nats per token)", grid.All);
        return new HeatMap($"Loss around {name}", result.X, result.Y, grid, height, new PlotPoint(result.Model.X, result.Model.Y), "the model");
    }

    private static void WritePoint(TextWriter output, string name, LandscapePoint? point)
    {
        string place = point is null ? "" : $"  at ({Place(point.X)}, {Place(point.Y)})";
        string loss = point?.Loss is { } height ? Number(height, "0.0000") : "none";
        output.WriteLine($"{name,-8}  loss {loss}{place}");
    }

    // What rounding leaves of zero is zero, without a sign.
    private static string Place(double value) => Number(Math.Abs(value) < 1e-15 ? 0 : value, "0.####");

    private static string Number(double value, string format) =>
        value.ToString(value != 0 && Math.Abs(value) is < 1e-4 or >= 1e6 ? "0.####e+0" : format, CultureInfo.InvariantCulture);
}
