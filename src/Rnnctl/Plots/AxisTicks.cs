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

/// <summary>Ticks of a logarithmic axis: powers of ten, and within few of them also 2 and 5 times these.</summary>
internal static class LogarithmicTicks
{
    private const int MostPowers = 7;
    private const int FewPowers = 2;
    private static readonly int[] Digits = [1, 2, 5];

    /// <summary>The range between the ticks at or below the smallest number and at or above the largest; both above 0.</summary>
    public static AxisRange Range(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low));
        int last = (int)Math.Ceiling(Math.Log10(high));
        if (last == first) last++;
        AxisTick[] ticks = last - first <= FewPowers ? Fine(first, last, low, high) : Powers(first, last);
        return new AxisRange(AxisScale.Logarithmic, ticks[0].Value, ticks[^1].Value, ticks);
    }

    private static AxisTick[] Powers(int first, int last)
    {
        int step = (last - first + MostPowers - 1) / MostPowers;
        int count = (last - first + step - 1) / step;
        return [.. Enumerable.Range(0, count + 1).Select(i => NumberText.PowerOfTen(first + (i * step)))];
    }

    private static AxisTick[] Fine(int first, int last, double low, double high)
    {
        AxisTick[] all = [.. Enumerable.Range(first, last - first + 1).SelectMany(power => Digits.Select(digit => Tick(digit, power)))];
        int start = Array.FindLastIndex(all, tick => tick.Value <= low);
        int end = Array.FindIndex(all, tick => tick.Value >= high);
        if (end == start) end++;
        return all[Math.Max(start, 0)..(end + 1)];
    }

    private static AxisTick Tick(int digit, int power)
    {
        double value = digit * Math.Pow(10, power);
        return new AxisTick(value, NumberText.OfStep(value, Math.Pow(10, power), value));
    }
}
