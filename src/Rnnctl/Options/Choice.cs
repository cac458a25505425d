using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace Rnnctl.Options;

/// <summary>
/// Options with a closed set of values: an enum whose members are typed in kebab-case (<c>InverseSqrt</c> is <c>inverse-sqrt</c>). Help and
/// completion list the values, and so does the error for any other.
/// </summary>
internal static class Choice
{
    /// <summary>An option that takes one of the values of <typeparamref name="TEnum"/>.</summary>
    public static Option<OptionValue<TEnum>> One<TEnum>(string name, string description, TEnum fallback)
        where TEnum : struct, Enum
    {
        var option = new Option<OptionValue<TEnum>>(name)
        {
            Description = description,
            HelpName = string.Join('|', NamesOf<TEnum>()),
            CustomParser = result => new OptionValue<TEnum>(Parse<TEnum>(result, result.Tokens[0].Value)),
            DefaultValueFactory = _ => new OptionValue<TEnum>(fallback),
        };
        option.CompletionSources.Add(NamesOf<TEnum>());
        return option;
    }

    /// <summary>An option that takes one or more of the values of <typeparamref name="TEnum"/>.</summary>
    public static Option<TEnum[]> Many<TEnum>(string name, string description, params TEnum[] fallback)
        where TEnum : struct, Enum
    {
        var option = new Option<TEnum[]>(name)
        {
            Description = description,
            HelpName = string.Join('|', NamesOf<TEnum>()),
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token => Parse<TEnum>(result, token.Value))],
            DefaultValueFactory = _ => fallback,
        };
        option.CompletionSources.Add(NamesOf<TEnum>());
        return option;
    }

    /// <summary>The values of <typeparamref name="TEnum"/> as they are typed.</summary>
    public static string[] NamesOf<TEnum>()
        where TEnum : struct, Enum => Array.ConvertAll(typeof(TEnum).GetEnumNames(), Kebab);

    /// <summary>A value as it is typed.</summary>
    public static string NameOf(Enum value) => Kebab(value.ToString());

    private static TEnum Parse<TEnum>(ArgumentResult result, string text)
        where TEnum : struct, Enum
    {
        int place = Array.IndexOf(NamesOf<TEnum>(), text);
        if (place >= 0)
            return Enum.GetValues<TEnum>()[place];
        result.AddError($"{Mistake.OptionName(result)}: unknown value '{text}', expected one of {string.Join(", ", NamesOf<TEnum>())}");
        return default;
    }

    private static string Kebab(string member)
    {
        var text = new StringBuilder();
        foreach (char letter in member)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
