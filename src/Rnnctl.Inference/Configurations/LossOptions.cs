using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of the loss of labels and symbols, and of decoding labels without a conditional random field.</summary>
internal static class LossOptions
{
    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Loss and label model",
        Training(
            "label_smoothing", "Share of the probability that the loss in training spreads over all symbols, or over all labels of a tagger without --crf",
            OptionValues.Fraction, t => t.LabelSmoothing, (t, x) => t with { LabelSmoothing = (double)x }).Not(ModelTask.Lm),
        Training(
            "focal",
            "Exponent g of a weight (1 - p)^g of each token's loss in training, p the probability of its label; 0 for none; eval reports the loss without it",
            OptionValues.Real(Interval.NotNegative), t => t.Focal, (t, x) => t with { Focal = (double)x }).Only(ModelTask.Tag),
        Architecture(
            "label_model",
            "Weight of the bigrams of --train's labels in decoding: the best sum of log p(label) + weight * log p(label | label before); 0 for none",
            OptionValues.Real(Interval.NotNegative), a => a.LabelModel, (a, x) => a with { LabelModel = (double)x }).Only(ModelTask.Tag).Fixed().Free());
}
