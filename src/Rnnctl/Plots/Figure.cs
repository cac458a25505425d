namespace Rnnctl.Plots;

/// <summary>A line chart.</summary>
/// <param name="Title">What the chart shows; empty if the title of the figure says it.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The lines, the last on top.</param>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series);

/// <summary>The content of an SVG file: one chart, or several with a common legend.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="Panels">The charts, in reading order; at least one.</param>
internal sealed record Figure(string Title, params IReadOnlyList<LineChart> Panels);

/// <summary>A rectangle on the page, in units of the view box; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>The x of the centre.</summary>
    public double Center => Left + (Width / 2);

    /// <summary>The y of the centre.</summary>
    public double Middle => Top + (Height / 2);
}
