using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of dropout beside that of single activations.</summary>
internal static class DropoutOptions
{
    /// <summary>One mask for all steps of a sequence.</summary>
    public static ConfigurationOption Variational { get; } = Architecture(
        "variational_dropout", "Let --dropout drop the same units at all tokens of a sentence, of lm of a window", OptionValues.Flag, a => a.VariationalDropout,
        (a, x) => a with { VariationalDropout = (bool)x });

    /// <summary>Dropout of whole embeddings.</summary>
    public static ConfigurationOption Embedding { get; } = Architecture(
        "embedding_dropout", "Share of a sentence's different tokens whose whole vectors are dropped in training, wherever they stand in it",
        OptionValues.Fraction, a => a.EmbeddingDropout, (a, x) => a with { EmbeddingDropout = (double)x });

    /// <summary>Word dropout.</summary>
    public static ConfigurationOption Word { get; } = Training(
        "word_dropout", "Read a token of --train, of a translator's source, as unknown with probability A / (A + its count), such as 0.25; 0 for never",
        OptionValues.Real(Interval.NotNegative), t => t.WordDropout, (t, x) => t with { WordDropout = (double)x }).Not(ModelTask.Lm);
}
