using System.CommandLine;

namespace Rnnctl.Options;

/// <summary>The option <c>--json</c> of every verb that prints figures.</summary>
internal static class JsonOption
{
    /// <summary>A new <c>--json</c>.</summary>
    public static Option<string?> Create(string description = "Print JSON on standard output") => Flag.One("--json", description);
}
