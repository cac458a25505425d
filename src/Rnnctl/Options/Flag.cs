using System.CommandLine;

namespace Rnnctl.Options;

/// <summary>Options without a value: giving one turns it on.</summary>
internal static class Flag
{
    /// <summary>A flag with this name and help.</summary>
    public static Option<string?> One(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}

/// <summary>The option <c>--json</c> of every verb that prints figures.</summary>
internal static class JsonOption
{
    /// <summary>A new <c>--json</c>.</summary>
    public static Option<string?> Create(string description = "Print JSON on standard output") => Flag.One("--json", description);
}
