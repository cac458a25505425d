namespace Rnnctl.Inference.Configurations;

/// <summary>The options of how a model is scored during training.</summary>
internal static class EvaluationOptions
{
    private const int WidestBeam = 1000;

    /// <summary>The metric. Its value in a configuration is the task's own where the user gave none, which a resumed run may name.</summary>
    public static ConfigurationOption Metric { get; } = Option(
        "metric",
        "What the best model is chosen by on --valid, and what --patience and --schedule plateau follow: of tag f1, accuracy, loss, or intent with --intent, "
        + "of translate bleu, chrf, perplexity or loss, of lm perplexity or loss (default: f1 or accuracy, as --score says; bleu; perplexity)",
        OptionValues.Members(typeof(EvaluationMetric)),
        c => TaskMetrics.Of(c),
        (t, x) => t with { Metric = (EvaluationMetric)x });

    /// <summary>The beam of translations.</summary>
    public static ConfigurationOption ValidBeam { get; } = Option(
        "valid_beam", "Beam of the translations of --valid that are scored in training", OptionValues.Whole(1, WidestBeam), c => c.Training.ValidBeam ?? 1,
        (t, x) => t with { ValidBeam = (int)x }).Only(ModelTask.Translate);

    private static ConfigurationOption Option(
        string key, string help, OptionValues values, Func<ModelConfiguration, object?> get, Func<TrainingConfiguration, object, TrainingConfiguration> set) =>
        ConfigurationOptions.Option("training", key, help, values, get, (c, x) => c with { Training = set(c.Training, x) }).Fixed().Free();
}
