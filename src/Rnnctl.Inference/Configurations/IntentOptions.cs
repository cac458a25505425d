using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of the label of a whole sentence.</summary>
internal static class IntentOptions
{
    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Intents",
        ConfigurationOptions.Text(
            "intent",
            "Learn each sentence's intent beside its labels: a line of a third file of parallel, a column intent of csv and tsv, a comment # intent = ... "
            + "before a sentence of conll and conllu",
            OptionValues.Flag, t => t.Intent, (t, x) => t with { Intent = (bool)x }).Only(ModelTask.Tag),
        Training(
            "intent_weight", "Weight of the intents' mean loss beside that of the labels", OptionValues.Real(Interval.Positive), t => t.UsedIntentWeight(),
            (t, x) => t with { IntentWeight = (double)x == TrainingConfiguration.UsualIntentWeight ? null : (double)x }).Only(ModelTask.Tag).Fixed());
}
