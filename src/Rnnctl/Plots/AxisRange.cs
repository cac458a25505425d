namespace Rnnctl.Plots;

/// <summary>The stretch of numbers that an axis shows, whole ticks wide, and the ticks on it.</summary>
/// <param name="Scale">How numbers are placed.</param>
/// <param name="Low">The number at the axis's start.</param>
/// <param name="High">The number at its end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">The numbers that are named, in rising order.</param>
internal sealed record AxisRange(AxisScale Scale, double Low, double High, IReadOnlyList<AxisTick> Ticks)
{
    // The differences of larger numbers, and the ticks around them, may be beyond all numbers.
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
