using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace Rnnctl.Options;

/// <summary>
/// Options with a closed set of values, or enums whose members are typed in kebab-case (<c>InverseSqrt</c> is <c>inverse-sqrt</c>). Help and
/// completion list the values, and so does the error for any other. Not generic over the enum, since generic code over an enum of another assembly is not
/// compiled ahead of time.
/// </summary>
internal static class Choice
{
    // More names than these stand in the description, where a line can be broken.
    private const int MostInPlaceholder = 8;

    /// <summary>An option that takes one of some names.</summary>
    public static Option<string> One(string name, string description, string[] names, string fallback)
    {
        var option = new Option<string>(name)
        {
            Description = Describe(description, names),
            HelpName = Placeholder(names),
            CustomParser = result => Check(result, result.Tokens[0].Value, names),
            DefaultValueFactory = _ => fallback,
        };
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>An option that takes the name of a member of the fallback's enum.</summary>
    public static Option<string> One(string name, string description, Enum fallback) =>
        One(name, description, NamesOf(fallback.GetType()), NameOf(fallback));

    /// <summary>An option that takes one or more of some names; without it all names are chosen, see <see cref="ReadAll"/>.</summary>
    public static Option<string[]> Many(string name, string description, string[] names)
    {
        Option<string[]> option = Several(name, description, names);
        option.Description += " (default all)";
        return option;
    }

    /// <summary>The names that the user chose, or all of them.</summary>
    public static string[] ReadAll(this ParseResult parsed, Option<string[]> option, IEnumerable<string> all) =>
        parsed.GetValue(option) is { Length: > 0 } given ? given : [.. all];

    /// <summary>An option that takes one or more of some names; without it none is chosen.</summary>
    public static Option<string[]> Several(string name, string description, string[] names)
    {
        var option = new Option<string[]>(name)
        {
            Description = Describe(description, names),
            HelpName = Placeholder(names),
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token => Check(result, token.Value, names))],
        };
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>The member of an enum that the user chose.</summary>
    public static TEnum ReadChoice<TEnum>(this ParseResult parsed, Option<string> option)
        where TEnum : struct, Enum => Enum.GetValues<TEnum>()[Array.IndexOf(NamesOf(typeof(TEnum)), parsed.GetRequiredValue(option))];

    /// <summary>An enum's members as they are typed, in the order of their values.</summary>
    public static string[] NamesOf(Type choices) => Array.ConvertAll(choices.GetEnumNames(), Kebab);

    /// <summary>A value as it is typed.</summary>
    public static string NameOf(Enum value) => Kebab(value.ToString());

    private static string Placeholder(string[] names) => names.Length > MostInPlaceholder ? "NAME" : string.Join('|', names);

    private static string Describe(string description, string[] names) =>
        names.Length > MostInPlaceholder ? $"{description}: {string.Join(", ", names)}" : description;

    private static string Check(ArgumentResult result, string text, string[] names)
    {
        if (!names.Contains(text))
            result.AddError($"{Mistake.OptionName(result)}: unknown value '{text}', expected one of {string.Join(", ", names)}");
        return text;
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
