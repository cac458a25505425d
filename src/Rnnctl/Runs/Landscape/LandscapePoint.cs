using CsvHelper;

namespace Rnnctl.Runs.Landscape;

/// <summary>A point of a plane and the loss there, in <c>rnnctl landscape --json</c> and <c>--csv</c>; null where it is not a finite number.</summary>
[CsvRecord]
internal sealed partial record LandscapePoint(
    [property: CsvColumn("x")] double X,
    [property: CsvColumn("y")] double Y,
    [property: CsvColumn("loss")] double? Loss);
