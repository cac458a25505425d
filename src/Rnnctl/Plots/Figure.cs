namespace Rnnctl.Plots;

/// <summary>Lines over common axes.</summary>
/// <param name="Title">What the chart shows; empty where the figure's title says it.</param>
/// <param name="X">The axis to the right.</param>
/// <param name="Y">The axis upwards.</param>
/// <param name="Series">The lines, the last on top.</param>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series);

/// <summary>One chart, or several side by side with a common legend: what becomes an SVG file.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="Panels">The charts, in reading order; at least one.</param>
internal sealed record Figure(string Title, params IReadOnlyList<LineChart> Panels);

/// <summary>A rectangle on the page, in the units of the view box; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>The x of the right edge.</summary>
    public double Right => Left + Width;

    /// <summary>The y of the lower edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>The x of the middle.</summary>
    public double Center => Left + (Width / 2);

    /// <summary>The y of the middle.</summary>
    public double Middle => Top + (Height / 2);
}
