namespace Rnnctl.Plots;

/// <summary>The title and scale of an axis; its range follows from the data, see <see cref="AxisRange"/>.</summary>
/// <param name="Title">What it shows and, in parentheses, the unit: <c>loss (nats per token)</c>.</param>
/// <param name="Scale">How it places numbers.</param>
internal sealed record Axis(string Title, AxisScale Scale = AxisScale.Linear)
{
    /// <summary>
    /// An axis that is logarithmic if all numbers are positive and the largest is at least a hundred times the smallest, and linear otherwise.
    /// </summary>
    public static Axis Fitting(string title, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        bool wide = finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() >= 100;
        return new Axis(title, wide ? AxisScale.Logarithmic : AxisScale.Linear);
    }
}

/// <summary>The range of numbers that an axis shows, and its ticks.</summary>
/// <param name="Scale">How numbers are placed.</param>
/// <param name="Low">The number at the start of the axis.</param>
/// <param name="High">The number at its end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">The ticks, in ascending order.</param>
internal sealed record AxisRange(AxisScale Scale, double Low, double High, IReadOnlyList<AxisTick> Ticks)
{
    // Larger numbers are not shown, because their differences and the ticks around them may overflow.
    private const double Largest = 1e300;

    /// <summary>The range of all values that the axis can show, widened to whole ticks.</summary>
    public static AxisRange Of(AxisScale scale, IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(value => CanShow(scale, value))];
        (double low, double high) = shown.Length == 0 ? (1, 1) : (shown.Min(), shown.Max());
        return scale == AxisScale.Logarithmic ? LogarithmicTicks.Range(low, high) : LinearTicks.Range(low, high);
    }

    /// <summary>A linear range with exactly these ends, and the ticks inside it.</summary>
    public static AxisRange Exactly(double low, double high)
    {
        AxisTick[] ticks = [.. LinearTicks.Range(low, high).Ticks.Where(tick => tick.Value >= low && tick.Value <= high)];
        return new AxisRange(AxisScale.Linear, low, high, ticks);
    }

    /// <summary>Whether the axis can show a number.</summary>
    public bool CanShow(double value) => CanShow(Scale, value);

    /// <summary>The position of a number on the axis, from 0 at the start to 1 at the end.</summary>
    public double Fraction(double value) => Scale == AxisScale.Logarithmic
        ? Math.Log(value / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    private static bool CanShow(AxisScale scale, double value) => Math.Abs(value) <= Largest && (scale == AxisScale.Linear || value > 0);
}

/// <summary>How an axis places numbers.</summary>
internal enum AxisScale
{
    /// <summary>Equal differences have equal distances.</summary>
    Linear,

    /// <summary>Equal ratios have equal distances; only positive numbers can be shown.</summary>
    Logarithmic,
}

/// <summary>A tick of an axis.</summary>
/// <param name="Value">The number.</param>
/// <param name="Label">Its label; empty for none.</param>
internal readonly record struct AxisTick(double Value, string Label);

/// <summary>Ticks of a linear axis: multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    private const int MostSteps = 6;

    // Two numbers with a smaller relative difference count as equal: they differ only by rounding.
    private const double SmallestShare = 1e-12;

    /// <summary>The range from the last tick at or below <paramref name="low"/> to the first tick at or above <paramref name="high"/>.</summary>
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

    /// <summary>A range around a single number, so that its line runs through the middle.</summary>
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

/// <summary>Ticks of a logarithmic axis: powers of ten, and for a short range also 2 and 5 times those.</summary>
internal static class LogarithmicTicks
{
    private const int MostPowers = 7;
    private const int FewPowers = 2;
    private static readonly int[] Digits = [1, 2, 5];

    /// <summary>
    /// The range from the last tick at or below <paramref name="low"/> to the first tick at or above <paramref name="high"/>; both are positive.
    /// </summary>
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
