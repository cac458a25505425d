using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Options;

/// <summary>Options that take whole numbers within an <see cref="Interval"/>.</summary>
internal static class WholeNumber
{
    private const string Placeholder = "N";

    /// <summary>A number of at least <paramref name="least"/> and at most <paramref name="most"/>, with a default.</summary>
    public static Option<OptionValue<int>> One(string name, string description, int least, int fallback, int most = int.MaxValue)
    {
        Interval interval = Interval.Whole(least, most);
        return new(name)
        {
            Description = description,
            HelpName = Placeholder,
            CustomParser = result => new OptionValue<int>(Parse(result, result.Tokens[0].Value, interval)),
            DefaultValueFactory = _ => new OptionValue<int>(fallback),
        };
    }

    /// <summary>A number of at least <paramref name="least"/> that may be absent.</summary>
    public static Option<OptionValue<int?>> Optional(string name, string description, int least) => Optional(name, description, Interval.Whole(least));

    /// <summary>A number that may be absent.</summary>
    public static Option<OptionValue<int?>> Optional(string name, string description, Interval interval) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<int?>(Parse(result, result.Tokens[0].Value, interval)),
    };

    /// <summary>One number or more.</summary>
    public static Option<int[]> Many(string name, string description, int least, int most, params int[] fallback)
    {
        Interval interval = Interval.Whole(least, most);
        return new(name)
        {
            Description = description,
            HelpName = Placeholder,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value, interval))],
            DefaultValueFactory = _ => fallback,
        };
    }

    private static int Parse(ArgumentResult result, string text, Interval interval)
    {
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (isWhole && interval.Contains(number)) return (int)number;
        Mistake.Expected(result, interval.Expected(isWhole ? number : double.NaN), text);
        return (int)interval.Least;
    }
}
