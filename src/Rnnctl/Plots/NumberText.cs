using System.Globalization;

namespace Rnnctl.Plots;

/// <summary>Numbers as an axis or a legend names them, in no country's notation.</summary>
internal static class NumberText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private const int MostDecimals = 4;
    private const double Large = 1e6;

    /// <summary>A tick of a linear axis: with as many decimals as its step has, <c>0.25</c>, or as <c>2.5×10⁻⁷</c>.</summary>
    /// <param name="value">The number.</param>
    /// <param name="step">The distance between two ticks.</param>
    /// <param name="largest">The largest number of the axis, by which all its ticks are written alike.</param>
    public static string OfStep(double value, double step, double largest)
    {
        int decimals = Math.Max(0, -Exponent(step));
        if (value == 0) return "0";
        if (largest >= Large || decimals > MostDecimals) return Scientific(value, Exponent(largest) - Exponent(step));
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Numbers(largest));
    }

    /// <summary>A number with three digits: <c>0.0437</c>, <c>1.25×10⁻⁷</c>.</summary>
    public static string Short(double value)
    {
        int exponent = value == 0 ? 0 : Exponent(Math.Abs(value));
        return exponent is < -3 or > 5 ? Scientific(value, 2) : value.ToString("0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>A power of ten, <c>10⁻³</c>; 1 and 10 as they are.</summary>
    public static AxisTick PowerOfTen(int exponent) =>
        new(double.Parse($"1e{exponent}", CultureInfo.InvariantCulture), exponent is 0 or 1 ? (exponent == 0 ? "1" : "10") : "10" + Raised(exponent));

    private static string Scientific(double value, int decimals)
    {
        int exponent = Exponent(Math.Abs(value));
        string mantissa = (value / Math.Pow(10, exponent)).ToString("0." + new string('#', Math.Max(decimals, 1)), CultureInfo.InvariantCulture);
        return $"{mantissa}×10{Raised(exponent)}";
    }

    // A little above the logarithm, so that 0.001, which is not quite a thousandth, has the exponent -3.
    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);

    private static string Raised(int exponent)
    {
        string digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
        return (exponent < 0 ? "⁻" : "") + string.Concat(digits.Select(digit => Superscripts[digit - '0']));
    }

    // Thousands are set apart from five digits on.
    private static NumberFormatInfo Numbers(double largest) => new() { NumberGroupSeparator = largest >= 10_000 ? "," : "" };
}
