using Rnnctl.Models.Contextual;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of how a tagger or a translator reads the layers of language models.</summary>
internal static class ContextualOptions
{
    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Contextual vectors",
        Option(
            "contextual_at", "at", "Where the mixed layers are read: beside the embedding, beside the encoder's output, or both",
            OptionValues.Members(typeof(ContextualPlace)), c => c.At, (c, x) => c with { At = (ContextualPlace)x }).Fixed(),
        Option(
            "contextual_dropout", "dropout", "Share of a mixed vector dropped in training, in addition to --dropout", OptionValues.Fraction,
            c => c.Dropout, (c, x) => c with { Dropout = (double)x }),
        Option(
            "contextual_layer_norm", "layer_norm", "Normalise each layer's vector before it is mixed", OptionValues.Flag, c => c.LayerNorm,
            (c, x) => c with { LayerNorm = (bool)x }).Fixed(),
        Option(
            "contextual_l2", "l2", "Factor of the squared norm of the layers' weights in the loss, which keeps the mix near the mean",
            OptionValues.Real(Interval.NotNegative), c => c.L2, (c, x) => c with { L2 = (double)x }),
        Option(
            "fine_tune", "fine_tune", "Let the language models learn too; their vectors are then computed anew in each step", OptionValues.Flag,
            c => c.FineTune, (c, x) => c with { FineTune = (bool)x }).Fixed());

    private static ConfigurationOption Option(
        string name,
        string key,
        string help,
        OptionValues values,
        Func<ContextualConfiguration, object?> get,
        Func<ContextualConfiguration, object, ContextualConfiguration> set)
    {
        static ContextualConfiguration Of(ModelConfiguration configuration) => configuration.Architecture.Contextual ?? ContextualConfiguration.Default;
        return new()
        {
            Key = $"architecture.contextual.{key}",
            Name = "--" + name.Replace('_', '-'),
            Help = help,
            Values = values,
            Get = c => get(Of(c)),
            Set = (c, x) => c with { Architecture = c.Architecture with { Contextual = set(Of(c), x) } },
            OnlyFor = ModelTask.Tag,
            AlsoFor = ModelTask.Translate,
        };
    }
}
