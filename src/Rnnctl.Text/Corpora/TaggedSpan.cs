namespace Rnnctl.Text.Corpora;

/// <summary>A span of a tagged sentence.</summary>
/// <param name="Type">Its type.</param>
/// <param name="First">Its first token, from 0.</param>
/// <param name="Last">Its last token.</param>
/// <param name="Probability">Its probability.</param>
public readonly record struct TaggedSpan(string Type, int First, int Last, double Probability);
