using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rnnctl.Options;

/// <summary>Options that take whole numbers with a least value.</summary>
internal static class WholeNumber
{
    private const string Placeholder = "N";

    /// <summary>A number with a default.</summary>
    public static Option<OptionValue<int>> One(string name, string description, int least, int fallback) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<int>(Parse(result, result.Tokens[0].Value, least)),
        DefaultValueFactory = _ => new OptionValue<int>(fallback),
    };

    /// <summary>A number that may be absent.</summary>
    public static Option<OptionValue<int?>> Optional(string name, string description, int least) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        CustomParser = result => new OptionValue<int?>(Parse(result, result.Tokens[0].Value, least)),
    };

    /// <summary>One number or more.</summary>
    public static Option<int[]> Many(string name, string description, int least, params int[] fallback) => new(name)
    {
        Description = description,
        HelpName = Placeholder,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value, least))],
        DefaultValueFactory = _ => fallback,
    };

    private static int Parse(ArgumentResult result, string text, int least)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least)
            return number;
        Mistake.Expected(result, $"a whole number of at least {least.ToString(CultureInfo.InvariantCulture)}", text);
        return least;
    }
}
