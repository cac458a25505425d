namespace Rnnctl.Plots;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it; lines of one name in several panels have one entry.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record Series(string Name, LineStyle Style, IReadOnlyList<PlotPoint> Points);

/// <summary>A point of a line, in the units of the axes. One that is not finite, or has no place on an axis, is a gap.</summary>
internal readonly record struct PlotPoint(double X, double Y);

/// <summary>
/// How a line is drawn. Two lines that differ in the first number of <see cref="Of"/> differ in colour, and in marker and dashes too, so that they
/// can be told apart in grey print. The colours are those of Okabe and Ito (2008), which people with any colour vision can tell apart, without the
/// yellow that is lost on paper.
/// </summary>
/// <param name="Color">The colour, <c>#rrggbb</c>.</param>
/// <param name="Dashes">The lengths of dashes and gaps, as SVG writes them; empty for a line without gaps.</param>
/// <param name="Marker">What marks its points.</param>
internal sealed record LineStyle(string Color, string Dashes, MarkerShape Marker)
{
    /// <summary>The colours in the order in which lines take them.</summary>
    public static readonly IReadOnlyList<string> Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00"];

    private static readonly string[] DashPatterns = ["", "7 3", "2 2.5", "9 3 2 3", "12 4", "4 2 1 2 1 2"];

    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.Circle, MarkerShape.Square, MarkerShape.Triangle, MarkerShape.Diamond, MarkerShape.Cross, MarkerShape.InvertedTriangle,
    ];

    /// <summary>The style of the line with this number, from 0.</summary>
    public static LineStyle Of(int number) => new(Colors[number % Colors.Count], DashPatterns[number % DashPatterns.Length], MarkerOf(number));

    /// <summary>The same colour and marker for all lines of one run, told apart by their dashes: a line without gaps, and a dashed one.</summary>
    public static LineStyle OfRun(int run, bool dashed) => new(Colors[run % Colors.Count], dashed ? "6 3" : "", MarkerOf(run));

    private static MarkerShape MarkerOf(int number) => Markers[number % Markers.Length];
}

/// <summary>What marks the points of a line.</summary>
internal enum MarkerShape
{
    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle on its base.</summary>
    Triangle,

    /// <summary>A filled square on its corner.</summary>
    Diamond,

    /// <summary>An x.</summary>
    Cross,

    /// <summary>A filled triangle on its tip.</summary>
    InvertedTriangle,

    /// <summary>No mark.</summary>
    None,
}
