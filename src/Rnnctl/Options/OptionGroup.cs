using System.CommandLine;

namespace Rnnctl.Options;

/// <summary>Options that belong together, under one heading of a verb's help.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Options">The options in the order of the help.</param>
internal sealed record OptionGroup(string Title, params IReadOnlyList<Option> Options);
