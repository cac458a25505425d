namespace Rnnctl.Plots;

/// <summary>A function of two variables, drawn as colours over a grid.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The title of the horizontal axis.</param>
/// <param name="Y">The title of the vertical axis.</param>
/// <param name="Grid">The heights.</param>
/// <param name="Height">The axis of the heights, which gives the colours.</param>
/// <param name="Center">A point to mark.</param>
/// <param name="CenterName">The label of the mark.</param>
internal sealed record HeatMap(string Title, string X, string Y, HeightGrid Grid, Axis Height, PlotPoint Center, string CenterName);

/// <summary>The values of a function of two variables at the points of a grid.</summary>
/// <param name="X">The x of each column: at least two, ascending, at equal distances.</param>
/// <param name="Y">The y of each row, likewise.</param>
/// <param name="Heights">The values of the function, <c>[rows][columns]</c>; a value that is not finite is unknown.</param>
internal sealed record HeightGrid(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double>> Heights)
{
    /// <summary>All heights, row by row.</summary>
    public IEnumerable<double> All => Heights.SelectMany(row => row);

    /// <summary>Evenly spaced numbers from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public static double[] Between(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ((low * (count - 1 - i)) + (high * i)) / (count - 1))];

    /// <summary>The same grid with other heights.</summary>
    public HeightGrid Map(Func<double, double> height) => this with { Heights = [.. Heights.Select(row => row.Select(height).ToArray())] };
}
