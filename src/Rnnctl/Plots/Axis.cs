namespace Rnnctl.Plots;

/// <summary>An axis before it has seen any numbers.</summary>
/// <param name="Title">What it shows and, in parentheses, the unit: <c>loss (nats per token)</c>.</param>
/// <param name="Scale">How it places numbers.</param>
internal sealed record Axis(string Title, AxisScale Scale = AxisScale.Linear)
{
    /// <summary>
    /// An axis that is logarithmic where that shows more: all numbers are above 0, and the largest is at least a hundred times the smallest.
    /// </summary>
    public static Axis Fitting(string title, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        bool wide = finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() >= 100;
        return new Axis(title, wide ? AxisScale.Logarithmic : AxisScale.Linear);
    }
}
