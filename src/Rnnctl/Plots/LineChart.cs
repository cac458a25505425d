namespace Rnnctl.Plots;

/// <summary>Lines over common axes.</summary>
/// <param name="Title">What the chart shows; empty where the figure's title says it.</param>
/// <param name="X">The axis to the right.</param>
/// <param name="Y">The axis upwards.</param>
/// <param name="Series">The lines, the last on top.</param>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series);
