namespace Rnnctl.Plots;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend; lines with the same name share one entry.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Points">Its points, in the order in which to join them.</param>
internal sealed record Series(string Name, LineStyle Style, IReadOnlyList<PlotPoint> Points);

/// <summary>A point of a line, in the units of the axes. A point that the axes cannot show interrupts the line.</summary>
internal readonly record struct PlotPoint(double X, double Y);

/// <summary>
/// How a line is drawn. Lines with different numbers differ in colour, marker and dashes, so that they can be distinguished in grey print too. The
/// colours are from Okabe and Ito (2008), for any kind of colour vision, without their yellow, which is hard to see on white.
/// </summary>
/// <param name="Color">The colour, <c>#rrggbb</c>.</param>
/// <param name="Dashes">The lengths of dashes and gaps in SVG's notation; empty for a solid line.</param>
/// <param name="Marker">The marker of its points.</param>
internal sealed record LineStyle(string Color, string Dashes, MarkerShape Marker)
{
    /// <summary>The colours, in the order of the lines.</summary>
    public static readonly IReadOnlyList<string> Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00"];

    private static readonly string[] DashPatterns = ["", "7 3", "2 2.5", "9 3 2 3", "12 4", "4 2 1 2 1 2"];

    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.Circle, MarkerShape.Square, MarkerShape.Triangle, MarkerShape.Diamond, MarkerShape.Cross, MarkerShape.InvertedTriangle,
    ];

    /// <summary>The style of a line by its number, from 0.</summary>
    public static LineStyle Of(int number) => new(Colors[number % Colors.Count], DashPatterns[number % DashPatterns.Length], MarkerOf(number));

    /// <summary>The style of a training run: its solid and its dashed lines have the same colour and marker.</summary>
    public static LineStyle OfRun(int run, bool dashed) => new(Colors[run % Colors.Count], dashed ? "6 3" : "", MarkerOf(run));

    private static MarkerShape MarkerOf(int number) => Markers[number % Markers.Length];
}

/// <summary>The marker of the points of a line.</summary>
internal enum MarkerShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
    InvertedTriangle,
    None,
}
