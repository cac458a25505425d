using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rnnctl.Options;

/// <summary>Options that take real numbers within an <see cref="Interval"/>.</summary>
internal static class RealNumber
{
    private const string Placeholder = "X";

    /// <summary>A number with a default.</summary>
    public static Option<OptionValue<double>> One(string name, string description, Interval interval, double fallback) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<double>(Parse(result, result.Tokens[0].Value, interval)),
        DefaultValueFactory = _ => new OptionValue<double>(fallback),
    };

    /// <summary>A number that may be absent.</summary>
    public static Option<OptionValue<double?>> Optional(string name, string description, Interval interval) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<double?>(Parse(result, result.Tokens[0].Value, interval)),
    };

    /// <summary>One number or more, none by default.</summary>
    public static Option<double[]> Several(string name, string placeholder, string description, Interval interval) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value, interval))],
    };

    private static double Parse(ArgumentResult result, string text, Interval interval)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && interval.Contains(number))
            return number;
        Mistake.Expected(result, interval.Description, text);
        return 0;
    }
}

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
