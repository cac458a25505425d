using Rnnctl.Inference.Tagging;

namespace Rnnctl.Training.Learning;

/// <summary>The scores of a model on the validation corpus.</summary>
/// <param name="ScoreName">The name of the measure: <c>f1</c>, <c>accuracy</c>, <c>bleu</c>, <c>perplexity</c>.</param>
/// <param name="Score">The task's own score, from 0 to 1, larger is better: F1, accuracy, BLEU / 100, or 1 / perplexity.</param>
/// <param name="Floor">The score up to which a model has learnt next to nothing.</param>
/// <param name="Loss">The mean over tokens of the loss, in nats; null where there is none.</param>
/// <param name="Tagging">All scores of a tagger; null for other models.</param>
/// <param name="Bleu">BLEU of a translator, from 0 to 100; null for other models.</param>
public sealed record Evaluation(string ScoreName, double Score, double Floor, double? Loss, TaggingScores? Tagging = null, double? Bleu = null);
