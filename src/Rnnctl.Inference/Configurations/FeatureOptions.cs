using Rnnctl.Text.Vocabularies;
using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of what a tagger reads of a token beside its word and characters.</summary>
internal static class FeatureOptions
{
    /// <summary>The tokens on each side of a token that the first layer reads too.</summary>
    public static ConfigurationOption ContextWindow { get; } = Architecture(
        "context_window", "Tokens before and after each token that the first layer reads with it, too; 0 for none",
        OptionValues.Whole(0, ArchitectureConfiguration.LargestContext), a => a.ContextWindow,
        (a, x) => a with { ContextWindow = (int)x }).Only(ModelTask.Tag).Fixed();

    /// <summary>The features, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Features",
        ConfigurationOptions.Text(
            "features", "Further columns to read beside the token: numbers from 1 of conll, or of conllu lemma, upos, xpos, feats, deprel",
            OptionValues.Columns, t => t.Features, (t, x) => t with { Features = (string)x }).Only(ModelTask.Tag),
        ConfigurationOptions.Text(
            "word_shape", "Read each token's shape as it is written, before --lowercase: McDonald's is XxXxx'x, 1998-99 is dd-dd", OptionValues.Flag,
            t => t.WordShape, (t, x) => t with { WordShape = (bool)x }).Only(ModelTask.Tag),
        ConfigurationOptions.Text(
            "affixes", "Read each token's first and last characters, up to so many, in lower case; 0 for none",
            OptionValues.Whole(0, WordFeatureSelection.LongestAffixes), t => t.Affixes, (t, x) => t with { Affixes = (int)x }).Only(ModelTask.Tag),
        Architecture(
            "feature_embedding", "Length of a feature's vector, of --word-shape and of each of --affixes too", OptionValues.Width, a => a.FeatureEmbedding,
            (a, x) => a with { FeatureEmbedding = (int)x }).Only(ModelTask.Tag).Fixed());
}
