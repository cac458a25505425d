namespace Rnnctl.Options;

/// <summary>The numbers that an option takes, and the words that say so.</summary>
/// <param name="Description">What the option expects: <c>a number above 0</c>.</param>
/// <param name="Contains">Whether a number is one of them; not-a-number and infinities never are.</param>
internal sealed record Interval(string Description, Func<double, bool> Contains)
{
    /// <summary>(-∞, ∞).</summary>
    public static Interval Finite { get; } = new("a number", double.IsFinite);

    /// <summary>(0, ∞).</summary>
    public static Interval Positive { get; } = new("a number above 0", number => number > 0 && double.IsFinite(number));

    /// <summary>[0, ∞).</summary>
    public static Interval NotNegative { get; } = new("a number of at least 0", number => number >= 0 && double.IsFinite(number));

    /// <summary>[0, 1).</summary>
    public static Interval Fraction { get; } = new("a number of at least 0 and below 1", number => number is >= 0 and < 1);

    /// <summary>(0, 1].</summary>
    public static Interval Share { get; } = new("a number above 0 and at most 1", number => number is > 0 and <= 1);
}
