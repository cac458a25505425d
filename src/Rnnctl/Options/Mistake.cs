using System.CommandLine.Parsing;

namespace Rnnctl.Options;

/// <summary>The words of an option's errors.</summary>
internal static class Mistake
{
    /// <summary>The name of the option whose argument is parsed: <c>--hidden</c>.</summary>
    public static string OptionName(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    /// <summary>Records <c>--hidden: expected a whole number of at least 1, found 'many'</c>.</summary>
    public static void Expected(ArgumentResult result, string expected, string found) =>
        result.AddError($"{OptionName(result)}: expected {expected}, found '{found}'");
}
