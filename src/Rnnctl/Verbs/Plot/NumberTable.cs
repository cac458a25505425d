using Rnnctl.Plots;

namespace Rnnctl.Verbs.Plot;

/// <summary>A table of numbers: the first column is the x axis, and each other one is a line over it.</summary>
/// <param name="Names">The names of the columns, at least two and no two the same.</param>
/// <param name="Rows"><c>[rows, columns]</c>, at least one row; a number is NaN where its cell is empty.</param>
internal sealed record NumberTable(IReadOnlyList<string> Names, IReadOnlyList<double[]> Rows)
{
    /// <summary>The figure of the table.</summary>
    /// <param name="name">What the figure is called where it is not known what the numbers are.</param>
    /// <param name="yLabel">What the numbers of the lines are; null for the name of the only line, and for nothing where there are several.</param>
    public Figure Picture(string name, string? yLabel)
    {
        string y = yLabel ?? (Names.Count == 2 ? Names[1] : "");
        Series[] lines = [.. Enumerable.Range(1, Names.Count - 1).Select(column => new Series(Names[column], LineStyle.Of(column - 1), Points(column)))];
        return new Figure(y.Length == 0 ? name : $"{y} by {Names[0]}", new LineChart("", new Axis(Names[0]), new Axis(y), lines));
    }

    private PlotPoint[] Points(int column) => [.. Rows.Select(row => new PlotPoint(row[0], row[column]))];
}
