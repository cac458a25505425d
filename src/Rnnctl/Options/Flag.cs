using System.CommandLine;

namespace Rnnctl.Options;

/// <summary>Options that take no value: on where they stand.</summary>
internal static class Flag
{
    /// <summary>A flag.</summary>
    public static Option<string?> One(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
