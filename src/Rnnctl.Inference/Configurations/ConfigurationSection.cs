namespace Rnnctl.Inference.Configurations;

/// <summary>Options under one heading of the help, in its order.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Options">The options.</param>
public sealed record ConfigurationSection(string Title, params IReadOnlyList<ConfigurationOption> Options)
{
    /// <summary>The section with some of its options, for a verb that does not have all.</summary>
    public ConfigurationSection Where(Func<ConfigurationOption, bool> isKept) => new(Title, [.. Options.Where(isKept)]);
}
