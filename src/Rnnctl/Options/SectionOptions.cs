using System.CommandLine;
using System.CommandLine.Parsing;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>The command-line options of a section of the configuration, made from their descriptions.</summary>
/// <param name="section">The descriptions.</param>
/// <param name="defaults">The configuration whose values help shows as defaults.</param>
internal sealed class SectionOptions(ConfigurationSection section, ModelConfiguration defaults)
{
    private readonly TypedOption[] _typed = [.. section.Options.Select(option => TypedOption.Of(option, () => option.DefaultIn(defaults)))];

    /// <summary>The options in the order of the help.</summary>
    public IEnumerable<Option> Options => _typed.SelectMany(typed => typed.Options);

    /// <summary>The options under the section's heading.</summary>
    public OptionGroup Group => GroupAfter([]);

    /// <summary>The options under the section's heading, after some that the configuration does not keep.</summary>
    public OptionGroup GroupAfter(params IEnumerable<Option> first) => new(section.Title, [.. first, .. Options]);

    /// <summary>The options under the section's heading, before one that the configuration does not keep.</summary>
    public OptionGroup GroupBefore(Option last) => new(section.Title, [.. Options, last]);

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => parsed.FirstGiven(Options) is not null;

    /// <summary>The value that the user gave an option, or null.</summary>
    /// <exception cref="InputException">The user turned it both on and off.</exception>
    public object? Given(ParseResult parsed, string name) => Array.Find(_typed, typed => typed.Description.Name == name)!.Given(parsed);

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    /// <exception cref="InputException">The user turned an option both on and off.</exception>
    public ModelConfiguration Apply(ParseResult parsed, ModelConfiguration current) =>
        AllGiven(parsed).Aggregate(current, (configuration, given) => given.Option.Set(configuration, given.Value));

    /// <summary>The options that the user gave, with their values, in the order of the help.</summary>
    /// <exception cref="InputException">The user turned an option both on and off.</exception>
    public IEnumerable<(ConfigurationOption Option, object Value)> AllGiven(ParseResult parsed)
    {
        foreach (TypedOption typed in _typed)
        {
            if (typed.Given(parsed) is { } value) yield return (typed.Description, value);
        }
    }

    /// <summary>Refuses options that only another task has a use for.</summary>
    /// <exception cref="InputException">The user gave one of them.</exception>
    public void RequireFor(ModelTask task, ParseResult parsed) => parsed.RequireNone(
        _typed.Where(typed => !typed.Description.IsFor(task)).SelectMany(typed => typed.Options), $"--task {Choice.NameOf(task)}");
}

/// <summary>An option of the command line that was made from a description.</summary>
/// <param name="Description">The description.</param>
/// <param name="Option">The option.</param>
/// <param name="Off">The flag that turns it off, or null.</param>
/// <param name="Read">Reads the value of the option where the user gave it.</param>
internal sealed record TypedOption(ConfigurationOption Description, Option Option, Option? Off, Func<ParseResult, object> Read)
{
    /// <summary>The option, and the flag that turns it off.</summary>
    public IEnumerable<Option> Options => Off is null ? [Option] : [Option, Off];

    /// <summary>Makes the option.</summary>
    /// <param name="described">Its description.</param>
    /// <param name="fallback">Finds the default that help shows, or null. It is called for help alone, since every start of the tool makes all options.</param>
    public static TypedOption Of(ConfigurationOption described, Func<object?> fallback) => described.Values.Kind switch
    {
        OptionKind.WholeNumber => WholeNumbers(described, fallback),
        OptionKind.RealNumber => RealNumbers(described, fallback),
        OptionKind.Choice => Choices(described, fallback),
        OptionKind.Path => Paths(described),
        OptionKind.Columns => Columns(described),
        OptionKind.Text => Texts(described, fallback),
        _ => Flags(described),
    };

    /// <summary>The value that the user gave, or null.</summary>
    /// <exception cref="InputException">The user turned it both on and off.</exception>
    public object? Given(ParseResult parsed)
    {
        bool on = parsed.IsGiven(Option), off = Off is not null && parsed.IsGiven(Off);
        if (on && off) throw new InputException($"{Option.Name} and {Off!.Name} exclude each other");
        return on ? Read(parsed) : off ? false : null;
    }

    private static TypedOption WholeNumbers(ConfigurationOption described, Func<object?> fallback)
    {
        Option<OptionValue<int?>> option = WholeNumber.Optional(described.Name, described.Help, described.TypedRange!);
        option.DefaultValueFactory = _ => new OptionValue<int?>((int?)fallback());
        return new(described, option, Off: null, parsed => parsed.Read(option)!);
    }

    private static TypedOption RealNumbers(ConfigurationOption described, Func<object?> fallback)
    {
        Option<OptionValue<double?>> option = RealNumber.Optional(described.Name, described.Help, described.TypedRange!);
        option.DefaultValueFactory = _ => new OptionValue<double?>((double?)fallback());
        return new(described, option, Off: null, parsed => parsed.Read(option)!);
    }

    private static TypedOption Choices(ConfigurationOption described, Func<object?> fallback)
    {
        string[] names = [.. described.Values.Choices.Select(OptionText.Of)];
        Option<string> option = Choice.One(described.Name, described.Help, names, fallback: "");
        option.DefaultValueFactory = _ => OptionText.Of(fallback());
        return new(described, option, Off: null, parsed => described.Values.Choices[Array.IndexOf(names, parsed.GetRequiredValue(option))]);
    }

    private static TypedOption Paths(ConfigurationOption described)
    {
        Option<string?> option = PathArgument.Option(described.Name, "FILE", described.Help);
        return new(described, option, Off: null, parsed => parsed.GetRequiredValue(option)!);
    }

    private static TypedOption Columns(ConfigurationOption described)
    {
        var option = new Option<string[]>(described.Name)
        {
            Description = described.Help,
            HelpName = described.Values.Form,
            AllowMultipleArgumentsPerToken = true,
        };
        return new(described, option, Off: null, parsed => string.Join(' ', parsed.GetRequiredValue(option)));
    }

    private static TypedOption Texts(ConfigurationOption described, Func<object?> fallback)
    {
        var option = new Option<string>(described.Name)
        {
            Description = described.Help,
            HelpName = described.Values.Form,
            CustomParser = result => Checked(result, result.Tokens[0].Value, described.Values),
            DefaultValueFactory = _ => OptionText.Of(fallback()),
        };
        return new(described, option, Off: null, parsed => parsed.GetRequiredValue(option));
    }

    private static string Checked(ArgumentResult result, string text, OptionValues values)
    {
        if (!values.HasForm(text)) Mistake.Expected(result, values.Form, text);
        return text;
    }

    /// <summary>Each flag has one that turns it off. Help lists it only where the flag is on by default; else it takes back what a recipe turned on.</summary>
    private static TypedOption Flags(ConfigurationOption described)
    {
        Option<string?> off = Flag.One("--no-" + described.Name[2..], described.HelpOff ?? "");
        off.Hidden = described.HelpOff is null;
        return new(described, Flag.One(described.Name, described.Help), off, _ => true);
    }
}
