namespace Rnnctl.Inference.Configurations;

/// <summary>
/// An option that <c>config.json</c> keeps. The command line's option, its help, the range of both, what <c>--resume</c> compares and what a typed value
/// changes all follow from this description. Values are boxed: generic code over the numbers and enums of another assembly is not compiled ahead of time,
/// and would slow every start of the tool.
/// </summary>
public sealed record ConfigurationOption
{
    /// <summary>Its place in <c>config.json</c>: <c>architecture.zoneout</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name on the command line: <c>--zoneout</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What help says of it, without the default. A text that tells the default in words has it in brackets: <c>(default: all)</c>.</summary>
    public required string Help { get; init; }

    /// <summary>What help says of the flag that turns it off, <c>--no-bidirectional</c>; null where there is no such flag.</summary>
    public string? HelpOff { get; init; }

    /// <summary>The values that it takes.</summary>
    public required OptionValues Values { get; init; }

    /// <summary>Its value in a configuration; null where there is none.</summary>
    public required Func<ModelConfiguration, object?> Get { get; init; }

    /// <summary>A configuration with another value.</summary>
    public required Func<ModelConfiguration, object, ModelConfiguration> Set { get; init; }

    /// <summary>The default that help shows where the configuration has null; null for none.</summary>
    public object? Usual { get; init; }

    /// <summary>Whether a typed 0 stands for no value, null in the file.</summary>
    public bool ZeroIsNone { get; init; }

    /// <summary>The only task that has a use for it; null for every task.</summary>
    public ModelTask? OnlyFor { get; init; }

    /// <summary>Another task that has a use for it, where it is <see cref="OnlyFor"/> one; null for none.</summary>
    public ModelTask? AlsoFor { get; init; }

    /// <summary>The task that has no use for it, where all others have; null for none.</summary>
    public ModelTask? NotFor { get; init; }

    /// <summary>Whether a run that is resumed must have the same value: the weights, the optimiser's state or the order of the data depend on it.</summary>
    public bool FixedOnResume { get; init; }

    /// <summary>Whether a new run on another model's weights may have another value nevertheless: neither shapes nor meaning depend on it.</summary>
    public bool FreeInNewRun { get; init; }

    /// <summary>Whether weights mean something else with another value, so that a model which starts from them (<c>--from</c>) has the same.</summary>
    public bool FixedByWeights => FixedOnResume && !FreeInNewRun;

    /// <summary>The numbers that may be typed; null where its values are no numbers.</summary>
    public Interval? TypedRange => ZeroIsNone ? Values.Range! with { ExcludesLeast = false } : Values.Range;

    /// <summary>Whether a task has a use for it.</summary>
    public bool IsFor(ModelTask task) => task != NotFor && (OnlyFor is null || task == OnlyFor || task == AlsoFor);

    /// <summary>The default that help shows after the text; null for none.</summary>
    /// <param name="defaults">The configuration that the options start from.</param>
    public object? DefaultIn(ModelConfiguration defaults) =>
        Help.Contains("(default", StringComparison.Ordinal) ? null : Get(defaults) ?? Usual;

    /// <summary>The same option, whose value a resumed run cannot change.</summary>
    internal ConfigurationOption Fixed() => this with { FixedOnResume = true };

    /// <summary>The same option, which a new run on the weights of another model may change.</summary>
    internal ConfigurationOption Free() => this with { FreeInNewRun = true };

    /// <summary>The same option, of use to every task but one.</summary>
    internal ConfigurationOption Not(ModelTask task) => this with { NotFor = task };

    /// <summary>The same option, of use to language models too, with their place in the configuration.</summary>
    internal ConfigurationOption AlsoOfLanguageModels(
        Func<ModelConfiguration, object?> get, Func<ModelConfiguration, object, ModelConfiguration> set) =>
        this with { AlsoFor = ModelTask.Lm, Get = get, Set = set };

    /// <summary>The same option, of use to one task.</summary>
    internal ConfigurationOption Only(ModelTask task) => this with { OnlyFor = task };

    /// <summary>The same option by another name.</summary>
    internal ConfigurationOption Named(string name) => this with { Name = name };

    /// <summary>The same option with a flag that turns it off.</summary>
    internal ConfigurationOption WithOff(string help) => this with { HelpOff = help };

    /// <summary>The same option with a default that help shows.</summary>
    internal ConfigurationOption Usually(object usual) => this with { Usual = usual };

    /// <summary>The same option, whose 0 stands for no value.</summary>
    internal ConfigurationOption ZeroForNone() => this with { ZeroIsNone = true };
}
