namespace Rnnctl.Plots;

/// <summary>A point of a line, in the units of the axes. One that is not finite, or has no place on an axis, is a gap.</summary>
internal readonly record struct PlotPoint(double X, double Y);
