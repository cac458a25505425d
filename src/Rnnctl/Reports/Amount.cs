using System.Globalization;

namespace Rnnctl.Reports;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Amount
{
    /// <summary><c>12,345</c>.</summary>
    public static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>97.31</c> for 0.9731, as <c>rnnctl eval</c> prints shares.</summary>
    public static string Hundredths(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary><c>1.2%</c> for 0.012.</summary>
    public static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + "%";

    /// <summary>A number with so many digits after the point; a dash for none.</summary>
    public static string Fixed(double? number, int digits) =>
        number is { } value ? value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "–";

    /// <summary>A number with so many significant digits: <c>0.00125</c>.</summary>
    public static string Significant(double number, int digits) =>
        number.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary><c>2.6 s</c>, <c>3 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        if (seconds < 60) return Fixed(seconds, 1) + " s";
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{Whole(Math.Floor(time.TotalHours))} h {time.Minutes} min";
    }
}
