using System.Globalization;
using System.Text.Json.Serialization;
using CsvHelper;
using Rnnctl.Files;
using Rnnctl.Plots;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Landscape;

/// <summary>The losses over a plane as text, as CSV and as a heat map.</summary>
internal static class LandscapeReport
{
    /// <summary>Writes the loss at the model, the least and the greatest loss.</summary>
    public static void Write(TextWriter output, LandscapeResult result)
    {
        output.WriteLine($"x: {result.X}; y: {result.Y}");
        WritePoint(output, "model", result.Model);
        WritePoint(output, "least", result.Least);
        WritePoint(output, "greatest", result.Greatest);
    }

    /// <summary>CSV with a row for each point; the loss is empty if it is not finite.</summary>
    public static string Csv(LandscapeResult result) => CsvText.Of(result.Points);

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

    // Rounding may turn zero into a tiny number; print it as 0 without a sign.
    private static string Place(double value) => Number(Math.Abs(value) < 1e-15 ? 0 : value, "0.####");

    private static string Number(double value, string format) =>
        value.ToString(value != 0 && Math.Abs(value) is < 1e-4 or >= 1e6 ? "0.####e+0" : format, CultureInfo.InvariantCulture);
}

/// <summary>The JSON object of <c>rnnctl landscape --json</c>.</summary>
/// <param name="Device">The device.</param>
/// <param name="X">The title of the horizontal axis.</param>
/// <param name="Y">The title of the vertical axis.</param>
/// <param name="Model">The point of the model.</param>
/// <param name="Least">The grid point with the least loss; null if no loss is finite.</param>
/// <param name="Greatest">The grid point with the greatest loss, likewise.</param>
/// <param name="Points">All grid points, row by row.</param>
internal sealed record LandscapeResult(
    string Device, string X, string Y, LandscapePoint Model, LandscapePoint? Least, LandscapePoint? Greatest, IReadOnlyList<LandscapePoint> Points);

/// <summary>A point of the plane and its loss, in <c>rnnctl landscape --json</c> and <c>--csv</c>. The loss is null if it is not finite.</summary>
[CsvRecord]
internal sealed partial record LandscapePoint(
    [property: CsvColumn("x")] double X,
    [property: CsvColumn("y")] double Y,
    [property: CsvColumn("loss")] double? Loss);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(LandscapeResult))]
internal sealed partial class LandscapeJson : JsonSerializerContext;
