namespace Rnnctl.CommandLine;

/// <summary>An option in a file of options.</summary>
/// <param name="Key">Its long name without the dashes.</param>
/// <param name="Values">Its values; one, or those of a list.</param>
/// <param name="Line">The line of the file, from 1.</param>
internal sealed record OptionsEntry(string Key, IReadOnlyList<string> Values, long Line)
{
    /// <summary>The option's name as it is typed.</summary>
    public string Name => "--" + Key;
}
