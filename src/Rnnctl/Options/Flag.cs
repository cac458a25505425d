using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rnnctl.Options;

/// <summary>Options that are on where they stand; <c>--lowercase=false</c> and <c>lowercase: false</c> in a file say that they are off.</summary>
internal static class Flag
{
    /// <summary>A flag, off by default.</summary>
    public static Option<bool> One(string name, string description) => new(name) { Description = description, CustomParser = Parse };

    private static bool Parse(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
            return true;
        if (bool.TryParse(result.Tokens[0].Value, out bool value))
            return value;
        Mistake.Expected(result, "true or false", result.Tokens[0].Value);
        return false;
    }
}
