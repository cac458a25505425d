namespace Rnnctl.Inference.Library;

/// <summary>A token with its label.</summary>
/// <param name="Token">The token.</param>
/// <param name="Label">The label.</param>
/// <param name="Probability">The label's probability, from 0 to 1; with a conditional random field its marginal probability.</param>
public readonly record struct TaggedToken(string Token, string Label, float Probability);
