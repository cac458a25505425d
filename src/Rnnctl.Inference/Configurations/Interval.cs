using System.Globalization;

namespace Rnnctl.Inference.Configurations;

/// <summary>The numbers that an option takes. Not-a-number and the infinities are in no interval.</summary>
public sealed record Interval
{
    /// <summary>(-∞, ∞).</summary>
    public static Interval Finite { get; } = new();

    /// <summary>(0, ∞).</summary>
    public static Interval Positive { get; } = new() { Least = 0, ExcludesLeast = true };

    /// <summary>[0, ∞).</summary>
    public static Interval NotNegative { get; } = new() { Least = 0 };

    /// <summary>[0, 1).</summary>
    public static Interval Fraction { get; } = new() { Least = 0, Most = 1, ExcludesMost = true };

    /// <summary>(0, 1].</summary>
    public static Interval Share { get; } = new() { Least = 0, ExcludesLeast = true, Most = 1 };

    /// <summary>The lower bound; -∞ for none.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The upper bound; ∞ for none.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the lower bound itself is outside.</summary>
    public bool ExcludesLeast { get; init; }

    /// <summary>Whether the upper bound itself is outside.</summary>
    public bool ExcludesMost { get; init; }

    /// <summary>Whether only whole numbers are inside.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The whole numbers between two, both included.</summary>
    public static Interval Whole(int least, int most = int.MaxValue) => new() { Least = least, Most = most, IsWhole = true };

    /// <summary>Whether a number is inside.</summary>
    public bool Contains(double number) =>
        double.IsFinite(number)
        && (ExcludesLeast ? number > Least : number >= Least)
        && (ExcludesMost ? number < Most : number <= Most)
        && (!IsWhole || double.IsInteger(number));

    /// <summary>What was expected instead of a number outside, or of text that is no number: <c>a number of at least 0 and below 1</c>.</summary>
    /// <param name="found">The number; not-a-number for text.</param>
    public string Expected(double found)
    {
        if (IsWhole) return found > Most ? Text($"a whole number from {Least} to {Most}") : Text($"a whole number of at least {Least}");
        string least = double.IsInfinity(Least) ? "" : Text($" {(ExcludesLeast ? "above" : "of at least")} {Least}");
        string most = double.IsInfinity(Most) ? "" : Text($" and {(ExcludesMost ? "below" : "at most")} {Most}");
        return $"a number{least}{most}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
