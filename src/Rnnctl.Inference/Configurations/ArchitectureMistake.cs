using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>The message about an architecture that cannot exist.</summary>
internal static class ArchitectureMistake
{
    /// <summary>The error, under the name of the option that was typed or of the key in a file.</summary>
    /// <param name="source">Where the options come from: a file or <c>options</c>.</param>
    /// <param name="mistake">The mistake; it starts with a key below <c>architecture</c>.</param>
    public static InputException Of(string source, string mistake)
    {
        if (source != "options") return new InputException($"{source}: architecture.{mistake}");
        string key = mistake[..mistake.IndexOf(':', StringComparison.Ordinal)];
        string option = ConfigurationOptions.All.FirstOrDefault(one => one.Key == $"architecture.{key}")?.Name
            ?? $"--{key[(key.LastIndexOf('.') + 1)..].Replace('_', '-')}";
        return new InputException(option + mistake[key.Length..]);
    }
}
