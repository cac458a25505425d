using System.CommandLine;
using Rnnctl.Options;

namespace Rnnctl.CommandLine;

/// <summary>The options of every verb.</summary>
internal sealed class GeneralOptions
{
    /// <summary>A file of options.</summary>
    public Option<string?> Config { get; } =
        PathArgument.Option("--config", "FILE", "File of options by their long names, YAML or JSON; the command line wins");

    /// <summary>Silence.</summary>
    public Option<string?> Quiet { get; } = Flag.One("--quiet", "No progress and no notes");

    /// <summary>The trace of an error.</summary>
    public Option<string?> Verbose { get; } = Flag.One("--verbose", "Add the trace to an error");

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("General", Config, Quiet, Verbose);
}
