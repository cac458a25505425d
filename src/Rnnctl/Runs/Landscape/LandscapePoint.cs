namespace Rnnctl.Runs.Landscape;

/// <summary>A point of a plane and the loss there, in <c>rnnctl landscape --json</c>; null where it is not a finite number.</summary>
internal sealed record LandscapePoint(double X, double Y, double? Loss);
