using System.Globalization;

namespace Rnnctl.Plots;

/// <summary>Formats the numbers of an axis, independent of the locale.</summary>
internal static class NumberText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private const int MostDecimals = 4;
    private const double Large = 1e6;

    /// <summary>Formats a tick of a linear axis: <c>0.25</c>, with as many decimals as the step has, or <c>2.5×10⁻⁷</c>.</summary>
    /// <param name="value">The number.</param>
    /// <param name="step">The distance between two ticks.</param>
    /// <param name="largest">The largest number of the axis; it decides the notation of all its ticks.</param>
    public static string OfStep(double value, double step, double largest)
    {
        int decimals = Math.Max(0, -Exponent(step));
        if (value == 0) return "0";
        if (largest >= Large || decimals > MostDecimals) return Scientific(value, Exponent(largest) - Exponent(step));
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Numbers(largest));
    }

    /// <summary>The tick at a power of ten: <c>10⁻³</c>, but <c>1</c> and <c>10</c>.</summary>
    public static AxisTick PowerOfTen(int exponent) =>
        new(double.Parse($"1e{exponent}", CultureInfo.InvariantCulture), exponent is 0 or 1 ? (exponent == 0 ? "1" : "10") : "10" + Raised(exponent));

    private static string Scientific(double value, int decimals)
    {
        int exponent = Exponent(Math.Abs(value));
        string mantissa = (value / Math.Pow(10, exponent)).ToString("0." + new string('#', Math.Max(decimals, 1)), CultureInfo.InvariantCulture);
        return $"{mantissa}×10{Raised(exponent)}";
    }

    // The small addend corrects rounding: the logarithm of 0.001 may come out just below -3.
    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);

    private static string Raised(int exponent)
    {
        string digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
        return (exponent < 0 ? "⁻" : "") + string.Concat(digits.Select(digit => Superscripts[digit - '0']));
    }

    // Numbers of five and more digits get a thousands separator.
    private static NumberFormatInfo Numbers(double largest) => new() { NumberGroupSeparator = largest >= 10_000 ? "," : "" };
}
