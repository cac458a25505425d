using System.CommandLine;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>Reads the values of options.</summary>
internal static class OptionReading
{
    /// <summary>What the user gave, else the option's default, else nothing.</summary>
    public static T? Read<T>(this ParseResult parsed, Option<OptionValue<T>> option) =>
        parsed.GetValue(option) is { } given ? given.Value : default;

    /// <summary>What the user gave, else what there was before.</summary>
    public static T ReadOr<T>(this ParseResult parsed, Option<OptionValue<T>> option, T current) =>
        parsed.IsGiven(option) ? parsed.GetRequiredValue(option).Value : current;

    /// <summary>Refuses options that are of no use with what was asked for: <c>--task translate</c>.</summary>
    /// <exception cref="InputException">The user gave one of them.</exception>
    public static void RequireNone(this ParseResult parsed, IEnumerable<Option> useless, string with)
    {
        if (useless.FirstOrDefault(parsed.IsGiven) is { } option) throw new InputException($"{option.Name} is of no use with {with}");
    }

    /// <summary>Whether the user gave an option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
