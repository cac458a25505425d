namespace Rnnctl.Plots;

/// <summary>One chart, or several side by side with a common legend: what becomes an SVG file.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="Panels">The charts, in reading order; at least one.</param>
internal sealed record Figure(string Title, params IReadOnlyList<LineChart> Panels);
