using System.Xml.Linq;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Characters;
using Rnnctl.Options;

namespace Rnnctl.Reports;

/// <summary>The options that a model was trained with: first those that differ from the defaults, then all.</summary>
internal static class OptionsSection
{
    private static readonly ConfigurationSection[] Groups =
    [
        ConfigurationOptions.Data, ConfigurationOptions.Vocabulary, ConfigurationOptions.Model, ConfigurationOptions.Cell, ConfigurationOptions.Layers,
        ConfigurationOptions.Embeddings, ConfigurationOptions.Features, ConfigurationOptions.Contextual, ConfigurationOptions.Translator,
        ConfigurationOptions.LanguageModel, ConfigurationOptions.Translation, ConfigurationOptions.Loss, ConfigurationOptions.Teachers,
        ConfigurationOptions.Optimizer, ConfigurationOptions.Loop,
        new("Compute", ConfigurationOptions.Threads, ConfigurationOptions.Seed),
    ];

    private static readonly Column[] Columns =
        [new("Option", IsText: true), new("Value", IsText: true), new("Default", IsText: true), new("What it is", IsText: true)];

    public static XElement Of(ModelConfiguration configuration)
    {
        ModelConfiguration trained = ModelRules.CompleteCell(configuration), defaults = ModelRules.DefaultsBeside(trained);
        (string Title, UsedOption[] Options)[] groups = [.. Groups.Select(group => (group.Title, UsedOf(group, trained, defaults)))];
        UsedOption[] changed = [.. groups.SelectMany(group => group.Options).Where(option => option.IsChanged)];
        IEnumerable<XElement> all = groups.Where(group => group.Options.Length > 0)
            .Select(group => Table.Of(group.Title, Columns, group.Options.Select(Row)));
        return Html.Section(
            "options",
            "Options",
            changed.Length == 0
                ? Html.Paragraph("Every option has its default.")
                : Table.Of("Options that differ from the defaults", Columns, changed.Select(Row)),
            Html.Details("All options", all));
    }

    private static UsedOption[] UsedOf(ConfigurationSection group, ModelConfiguration trained, ModelConfiguration defaults) =>
    [
        .. group.Options.Where(option => option.IsFor(trained.Task)).Select(option => Of(option, trained, defaults)).Where(option => option.IsUsedBy(trained)),
    ];

    private static UsedOption Of(ConfigurationOption option, ModelConfiguration trained, ModelConfiguration defaults)
    {
        object? value = option.Get(trained), usual = value is null ? null : option.Usual; // Null where the cell does not have the option.
        return new UsedOption(option, value, option.Get(defaults) ?? usual);
    }

    private static object?[] Row(UsedOption option) =>
    [
        Html.Element("code", option.Description.Name),
        option.IsChanged ? Html.Element("strong", Html.Data(Shown(option.Value))) : Html.Data(Shown(option.Value)),
        Html.Data(Shown(option.Default)),
        Html.Element("span", Html.Class("help"), option.Description.Help),
    ];

    private static string Shown(object? value) => value switch
    {
        null or "" => "–",
        bool isOn => isOn ? "on" : "off",
        _ => OptionText.Of(value),
    };

    /// <summary>An option with its value and its default; null where there is none.</summary>
    private sealed record UsedOption(ConfigurationOption Description, object? Value, object? Default)
    {
        // The machine decides the number of threads.
        public bool IsChanged => Description != ConfigurationOptions.Threads && !Equals(Value, Default);

        /// <summary>Whether the option does anything in a model: it is not one of characters, say, where the model reads none.</summary>
        public bool IsUsedBy(ModelConfiguration model)
        {
            if (IsChanged) return true;
            if (Value is null or "") return false;
            ArchitectureConfiguration made = model.Architecture;
            return !(Is("architecture.char_convolution.") && made.CharConvolution is null)
                && !(Is("architecture.char_") && made.CharCell == CharacterCell.None && Description.Key != "architecture.char_cell")
                && !(Is("architecture.contextual.") && made.Contextual is null)
                && !(Is("architecture.feature_") && model.Text.Features.Length == 0);
        }

        private bool Is(string prefix) => Description.Key.StartsWith(prefix, StringComparison.Ordinal);
    }
}
