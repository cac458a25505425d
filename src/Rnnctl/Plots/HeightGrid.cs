namespace Rnnctl.Plots;

/// <summary>A function of two numbers at the points of a grid.</summary>
/// <param name="X">The columns' numbers, equally far apart, in rising order; at least two.</param>
/// <param name="Y">The rows' numbers likewise.</param>
/// <param name="Heights">The function's values, <c>[rows][columns]</c>; one that is not finite is unknown.</param>
internal sealed record HeightGrid(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double>> Heights)
{
    /// <summary>All heights, row after row.</summary>
    public IEnumerable<double> All => Heights.SelectMany(row => row);

    /// <summary>Equally distant numbers from one to another, both included.</summary>
    public static double[] Between(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ((low * (count - 1 - i)) + (high * i)) / (count - 1))];

    /// <summary>The same grid with other heights.</summary>
    public HeightGrid Map(Func<double, double> height) => this with { Heights = [.. Heights.Select(row => row.Select(height).ToArray())] };
}
