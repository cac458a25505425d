namespace Rnnctl.Plots;

/// <summary>A surface over a grid, seen from above.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The name of the axis to the right.</param>
/// <param name="Y">The name of the axis upwards.</param>
/// <param name="Grid">The heights.</param>
/// <param name="Height">What the heights are, and how colours follow from them.</param>
/// <param name="Center">A point to mark, and <paramref name="CenterName"/> beside it.</param>
/// <param name="CenterName">What the mark stands for.</param>
internal sealed record HeatMap(string Title, string X, string Y, HeightGrid Grid, Axis Height, PlotPoint Center, string CenterName);
