namespace Rnnctl.Inference.Tracing;

/// <summary>A label that a token may have, with its scores.</summary>
/// <param name="Label">The label.</param>
/// <param name="Emission">Its emission score: the logit.</param>
/// <param name="Transition">
/// With a conditional random field, the score of its transition from the previous token's label in the best labelling, or of the start; minus infinity if that
/// is not allowed. Else null.
/// </param>
/// <param name="Gap">The score of the best labelling that has it at this token, minus the score of the best labelling of all; 0 for the latter's label.</param>
/// <param name="Probability">Its probability, over all labellings.</param>
public sealed record ScoredLabel(string Label, double Emission, double? Transition, double Gap, double Probability);
