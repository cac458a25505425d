using Rnnctl.Inference.Tagging;

namespace Rnnctl.Training.Learning;

/// <summary>The scores of a model on the validation corpus.</summary>
/// <param name="ScoreName">The name of the score: <c>f1</c>, <c>bleu</c>.</param>
/// <param name="Score">The task's own score, from 0 to 1, larger is better.</param>
/// <param name="Loss">The mean over tokens of the loss, in nats; null where there is none.</param>
/// <param name="Tagging">All scores of a tagger; null for a translator.</param>
public sealed record Evaluation(string ScoreName, double Score, double? Loss, TaggingScores? Tagging = null);
