namespace Rnnctl.Plots;

/// <summary>A surface over a grid, seen from above.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The name of the axis to the right.</param>
/// <param name="Y">The name of the axis upwards.</param>
/// <param name="Grid">The heights.</param>
/// <param name="Height">What the heights are, and how colours follow from them.</param>
/// <param name="Center">A point to mark, and <paramref name="CenterName"/> beside it.</param>
/// <param name="CenterName">What the mark stands for.</param>
internal sealed record HeatMap(string Title, string X, string Y, HeightGrid Grid, Axis Height, PlotPoint Center, string CenterName);

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

/// <summary>Which source words a translation's words attend to.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Source">The source words.</param>
/// <param name="Target">The target words; at least one, as of the source words.</param>
/// <param name="Weights">For each target word the weights of the source words, from 0 to 1.</param>
internal sealed record AttentionMap(string Title, IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Weights);
