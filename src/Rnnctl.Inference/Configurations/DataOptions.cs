using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of how labelled files are read. A model keeps them, and every later verb reads files alike.</summary>
internal static class DataOptions
{
    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Data",
        Option(
            "format", "Format of the files; auto looks at name and first lines and says what it took", OptionValues.Members(typeof(CorpusFormat)),
            t => t.Format, (t, x) => t with { Format = (CorpusFormat)x }),
        Option(
            "column", "Column of CoNLL-U that holds the labels", OptionValues.Members(typeof(ConlluColumn)), t => t.Column,
            (t, x) => t with { Column = (ConlluColumn)x }),
        Option(
            "token_column", "Column of conll that holds the tokens, from 1", OptionValues.Whole(1), t => t.TokenColumn,
            (t, x) => t with { TokenColumn = (int)x }).Usually(1),
        Option(
            "label_column", "Column of conll that holds the labels, from 1 (default: the last)", OptionValues.Whole(1), t => t.LabelColumn,
            (t, x) => t with { LabelColumn = (int)x }));

    private static ConfigurationOption Option(
        string key, string help, OptionValues values, Func<TextConfiguration, object?> get, Func<TextConfiguration, object, TextConfiguration> set) =>
        ConfigurationOptions.Text(key, help, values, get, set).Only(ModelTask.Tag).Fixed().Free();
}
