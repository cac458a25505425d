using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>
/// The value of an option, in a class, because generic code over a number or an enum of another assembly is not compiled ahead of time.
/// With <c>Option&lt;int&gt;</c> and its like, <c>rnnctl --help</c> compiled 140 methods at every start.
/// </summary>
/// <param name="value">The value.</param>
internal sealed class OptionValue<T>(T value)
{
    /// <summary>The value.</summary>
    public T Value => value;

    /// <summary>The value as it is typed.</summary>
    public override string ToString() => OptionText.Of(value);
}

/// <summary>Values as they are typed on the command line.</summary>
internal static class OptionText
{
    /// <summary>A value, or several with blanks between them; empty for none.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        Enum choice => Choice.NameOf(choice),
        IEnumerable many => string.Join(' ', many.Cast<object>().Select(Of)),
        double small when Math.Abs(small) is > 0 and < 1e-4 => small.ToString("0.##e-0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

/// <summary>Reads the values of options.</summary>
internal static class OptionReading
{
    /// <summary>The value that the user gave, else the option's default, else null.</summary>
    public static T? Read<T>(this ParseResult parsed, Option<OptionValue<T>> option) =>
        parsed.GetValue(option) is { } given ? given.Value : default;


    /// <summary>Refuses options that have no effect with another one: <c>--task translate</c>.</summary>
    /// <exception cref="InputException">The user gave one of them.</exception>
    public static void RequireNone(this ParseResult parsed, IEnumerable<Option> useless, string with)
    {
        if (parsed.FirstGiven(useless) is { } option) throw new InputException($"{option.Name} is of no use with {with}");
    }

    /// <summary>The first option that the user gave, or null. A hidden one, which leaves off what is off without it, does not count.</summary>
    public static Option? FirstGiven(this ParseResult parsed, IEnumerable<Option> options) =>
        options.FirstOrDefault(option => !option.Hidden && parsed.IsGiven(option));

    /// <summary>Whether the user gave an option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}

/// <summary>The words of an option's errors.</summary>
internal static class Mistake
{
    /// <summary>The name of the option whose argument is parsed: <c>--hidden</c>.</summary>
    public static string OptionName(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    /// <summary>Records <c>--hidden: expected a whole number of at least 1, found 'many'</c>.</summary>
    public static void Expected(ArgumentResult result, string expected, string found) =>
        result.AddError($"{OptionName(result)}: expected {expected}, found '{found}'");
}
