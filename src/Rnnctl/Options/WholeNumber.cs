using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rnnctl.Options;

/// <summary>Options that take whole numbers with a least value, and a largest where more would not fit memory or never end.</summary>
internal static class WholeNumber
{
    private const string Placeholder = "N";

    /// <summary>A number with a default.</summary>
    public static Option<OptionValue<int>> One(string name, string description, int least, int fallback, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<int>(Parse(result, result.Tokens[0].Value, least, most)),
        DefaultValueFactory = _ => new OptionValue<int>(fallback),
    };

    /// <summary>A number that may be absent.</summary>
    public static Option<OptionValue<int?>> Optional(string name, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<int?>(Parse(result, result.Tokens[0].Value, least, most)),
    };

    /// <summary>One number or more.</summary>
    public static Option<int[]> Many(string name, string description, int least, int most, params int[] fallback) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value, least, most))],
        DefaultValueFactory = _ => fallback,
    };

    private static int Parse(ArgumentResult result, string text, int least, int most)
    {
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (isWhole && number >= least && number <= most)
            return (int)number;
        string range = isWhole && number > most
            ? string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}")
            : string.Create(CultureInfo.InvariantCulture, $"of at least {least}");
        Mistake.Expected(result, $"a whole number {range}", text);
        return least;
    }
}
