using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Options;

/// <summary>The options of verbs that read labelled files for a trained tagger: files are read as in its training where the user says nothing.</summary>
internal sealed class CorpusOptions
{
    private static readonly ConfigurationSection Section = new(
        ConfigurationOptions.Data.Title,
        [.. ConfigurationOptions.Data.Options.Select(option => option with { Help = option.Help.Split(" (default")[0] + " (default: as in training)" })]);

    private readonly SectionOptions _options = new(Section, new ModelConfiguration());

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => _options.Group;

    /// <summary>What the user gave.</summary>
    public GivenLayout Read(ParseResult parsed) => new(
    [
        .. Section.Options.Select(option => (Option: option, Value: _options.Given(parsed, option.Name))).Where(one => one.Value is not null)
            .Select(one => new KeyValuePair<ConfigurationOption, object>(one.Option, one.Value!)),
    ]);
}

/// <summary>What the user said about how labelled files are read.</summary>
/// <param name="Given">The options that were given, with their values.</param>
internal sealed record GivenLayout(IReadOnlyList<KeyValuePair<ConfigurationOption, object>> Given)
{
    /// <summary>How files are read for a model: as the user said, else as in its training.</summary>
    public CorpusLayout Over(ModelConfiguration model) =>
        Given.Aggregate(model, (configuration, one) => one.Key.Set(configuration, one.Value)).Text.Layout();

    /// <summary>The same, and notes in one line what is read as in training and not as usual.</summary>
    public CorpusLayout Over(ModelConfiguration model, ToolConsole console)
    {
        var usual = new ModelConfiguration();
        string[] kept =
        [
            .. ConfigurationOptions.Data.Options
                .Where(option => !Given.Any(one => one.Key.Name == option.Name))
                .Where(option => option.Get(model) is { } value && !value.Equals(option.Get(usual) ?? option.Usual))
                .Select(option => $"{option.Name} {OptionText.Of(option.Get(model))}"),
        ];
        if (kept.Length > 0) console.Note($"as in training: {string.Join(", ", kept)}");
        return Over(model);
    }
}
