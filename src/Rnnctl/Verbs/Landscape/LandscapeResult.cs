using System.Text.Json.Serialization;
using CsvHelper;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Landscape;

/// <summary>What <c>rnnctl landscape --json</c> prints.</summary>
/// <param name="Device">What computed.</param>
/// <param name="X">The title of the axis to the right.</param>
/// <param name="Y">The title of the axis upwards.</param>
/// <param name="Model">Where the model stands.</param>
/// <param name="Least">The point of the grid with the least loss; null where no loss is finite.</param>
/// <param name="Greatest">The point of the grid with the greatest loss; likewise.</param>
/// <param name="Points">All points, row after row.</param>
internal sealed record LandscapeResult(
    string Device, string X, string Y, LandscapePoint Model, LandscapePoint? Least, LandscapePoint? Greatest, IReadOnlyList<LandscapePoint> Points);

/// <summary>A point of a plane and the loss there, in <c>rnnctl landscape --json</c> and <c>--csv</c>; null where it is not a finite number.</summary>
[CsvRecord]
internal sealed partial record LandscapePoint(
    [property: CsvColumn("x")] double X,
    [property: CsvColumn("y")] double Y,
    [property: CsvColumn("loss")] double? Loss);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(LandscapeResult))]
internal sealed partial class LandscapeJson : JsonSerializerContext;
