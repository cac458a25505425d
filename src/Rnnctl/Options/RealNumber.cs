using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Inference.Configurations;

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
        Mistake.Expected(result, interval.Expected(number), text);
        return 0;
    }
}
