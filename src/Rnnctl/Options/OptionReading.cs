using System.CommandLine;

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

    /// <summary>Whether the user gave an option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
