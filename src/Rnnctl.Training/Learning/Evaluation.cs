using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;

namespace Rnnctl.Training.Learning;

/// <summary>The scores of a model on the validation corpus.</summary>
/// <param name="Metric">What the score is.</param>
/// <param name="Score">The score, from 0 to 1, larger is better: F1, accuracy, BLEU / 100, chrF2 / 100, 1 / perplexity, or exp(-loss).</param>
/// <param name="Floor">The score up to which a model has learnt next to nothing.</param>
/// <param name="Loss">The mean over tokens of the loss, in nats; null where there is none.</param>
/// <param name="Tagging">All scores of a tagger; null for other models.</param>
/// <param name="Bleu">BLEU of a translator, from 0 to 100; null if nothing was translated.</param>
/// <param name="Chrf">chrF2 of a translator, likewise.</param>
public sealed record Evaluation(
    EvaluationMetric Metric, double Score, double Floor, double? Loss, TaggingScores? Tagging = null, double? Bleu = null, double? Chrf = null)
{
    /// <summary>An evaluation by the loss or the perplexity. A model that gives all symbols the same probability has learnt nothing.</summary>
    /// <param name="metric">Which of the two.</param>
    /// <param name="loss">The loss; null where there is none, whose score is 0.</param>
    /// <param name="symbols">The number of labels or symbols to choose from.</param>
    public static Evaluation OfLoss(EvaluationMetric metric, double? loss, int symbols) =>
        new(metric, Math.Exp(-(loss ?? double.PositiveInfinity)), 1.0 / symbols, loss);
}
