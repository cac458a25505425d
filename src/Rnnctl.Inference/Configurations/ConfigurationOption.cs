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

    /// <summary>Whether a run that is resumed must have the same value: the weights, the optimiser's state or the order of the data depend on it.</summary>
    public bool FixedOnResume { get; init; }

    /// <summary>The numbers that may be typed; null where its values are no numbers.</summary>
    public Interval? TypedRange => ZeroIsNone ? Values.Range! with { ExcludesLeast = false } : Values.Range;

    /// <summary>The default that help shows after the text; null for none.</summary>
    /// <param name="defaults">The configuration that the options start from.</param>
    public object? DefaultIn(ModelConfiguration defaults) =>
        Help.Contains("(default", StringComparison.Ordinal) ? null : Get(defaults) ?? Usual;
}

/// <summary>The values that an option takes.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Range">The range of numbers, else null.</param>
/// <param name="Choices">The members of an enum or the strings of a closed choice, else empty.</param>
public sealed record OptionValues(OptionKind Kind, Interval? Range, IReadOnlyList<object> Choices)
{
    /// <summary>On or off.</summary>
    public static OptionValues Flag { get; } = new(OptionKind.Flag, Range: null, []);

    /// <summary>The path of a file.</summary>
    public static OptionValues Path { get; } = new(OptionKind.Path, Range: null, []);

    /// <summary>Columns of a corpus, held as one string with a space between two.</summary>
    public static OptionValues Columns { get; } = new(OptionKind.Columns, Range: null, []);

    /// <summary>Whole numbers between two, both included.</summary>
    public static OptionValues Whole(int least, int most = int.MaxValue) => new(OptionKind.WholeNumber, Interval.Whole(least, most), []);

    /// <summary>Real numbers of a range.</summary>
    public static OptionValues Real(Interval range) => new(OptionKind.RealNumber, range, []);

    /// <summary>The members of an enum.</summary>
    public static OptionValues Members(Type choices) => OneOf([.. Enum.GetValues(choices).Cast<object>()]);

    /// <summary>A closed choice.</summary>
    public static OptionValues OneOf(IReadOnlyList<object> choices) => new(OptionKind.Choice, Range: null, choices);
}

/// <summary>What the values of an option are.</summary>
public enum OptionKind
{
    /// <summary>An <see cref="int"/>.</summary>
    WholeNumber,

    /// <summary>A <see cref="double"/>.</summary>
    RealNumber,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>One of <see cref="OptionValues.Choices"/>.</summary>
    Choice,

    /// <summary>A path, as a <see cref="string"/>.</summary>
    Path,

    /// <summary>Names with a space between two, as a <see cref="string"/>.</summary>
    Columns,
}
