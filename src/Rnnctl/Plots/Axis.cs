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

/// <summary>The stretch of numbers that an axis shows, whole ticks wide, and the ticks on it.</summary>
/// <param name="Scale">How numbers are placed.</param>
/// <param name="Low">The number at the axis's start.</param>
/// <param name="High">The number at its end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">The numbers that are named, in rising order.</param>
internal sealed record AxisRange(AxisScale Scale, double Low, double High, IReadOnlyList<AxisTick> Ticks)
{
    // The differences of larger numbers, and the ticks around them, may overflow.
    private const double Largest = 1e300;

    /// <summary>The range that holds all of the values that have a place on the axis.</summary>
    public static AxisRange Of(AxisScale scale, IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(value => HasPlace(scale, value))];
        (double low, double high) = shown.Length == 0 ? (1, 1) : (shown.Min(), shown.Max());
        return scale == AxisScale.Logarithmic ? LogarithmicTicks.Range(low, high) : LinearTicks.Range(low, high);
    }

    /// <summary>A linear range with exactly these ends, and the ticks within.</summary>
    public static AxisRange Exactly(double low, double high)
    {
        AxisTick[] ticks = [.. LinearTicks.Range(low, high).Ticks.Where(tick => tick.Value >= low && tick.Value <= high)];
        return new AxisRange(AxisScale.Linear, low, high, ticks);
    }

    /// <summary>Whether the axis has a place for a number.</summary>
    public bool HasPlace(double value) => HasPlace(Scale, value);

    /// <summary>Where a number stands, from 0 at the start to 1 at the end.</summary>
    public double Fraction(double value) => Scale == AxisScale.Logarithmic
        ? Math.Log(value / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    private static bool HasPlace(AxisScale scale, double value) => Math.Abs(value) <= Largest && (scale == AxisScale.Linear || value > 0);
}

/// <summary>How an axis places numbers.</summary>
internal enum AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart; numbers that are not above 0 have no place.</summary>
    Logarithmic,
}

/// <summary>A number that an axis names.</summary>
/// <param name="Value">The number.</param>
/// <param name="Label">How it is written there; empty for a mark without a name.</param>
internal readonly record struct AxisTick(double Value, string Label);
