namespace Rnnctl.Plots;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it; lines of one name in several panels have one entry.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record Series(string Name, LineStyle Style, IReadOnlyList<PlotPoint> Points);
