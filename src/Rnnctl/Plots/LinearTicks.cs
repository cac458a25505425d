namespace Rnnctl.Plots;

/// <summary>Ticks of a linear axis: multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    private const int MostSteps = 6;

    // Numbers this much closer together than they are large differ by rounding only.
    private const double SmallestShare = 1e-12;

    /// <summary>The range from the multiple of the step at or below a number to the one at or above another.</summary>
    public static AxisRange Range(double low, double high)
    {
        if (high - low <= SmallestShare * Math.Max(Math.Abs(low), Math.Abs(high))) (low, high) = Around(low);
        double step = StepFor(high - low);
        double first = Math.Floor((low / step) + SmallestShare);
        double last = Math.Ceiling((high / step) - SmallestShare);
        int count = (int)(last - first) + 1;
        double largest = Math.Max(Math.Abs(first), Math.Abs(last)) * step;
        AxisTick[] ticks = [.. Enumerable.Range(0, count).Select(i => Tick((first + i) * step, step, largest))];
        return new AxisRange(AxisScale.Linear, first * step, last * step, ticks);
    }

    private static AxisTick Tick(double value, double step, double largest) => new(value, NumberText.OfStep(value, step, largest));

    /// <summary>Room around a single number, so that its line runs through the middle.</summary>
    private static (double Low, double High) Around(double value) =>
        value == 0 ? (-1, 1) : (value - (Math.Abs(value) / 2), value + (Math.Abs(value) / 2));

    private static double StepFor(double span)
    {
        double least = span / MostSteps;
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double digit = Array.Find([1.0, 2.0, 5.0], digit => digit * power >= least * (1 - SmallestShare));
        return digit == 0 ? 10 * power : digit * power;
    }
}
