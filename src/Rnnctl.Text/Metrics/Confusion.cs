namespace Rnnctl.Text.Metrics;

/// <summary>A gold label, a predicted label, and how often they occur together.</summary>
/// <param name="Gold">The gold label.</param>
/// <param name="Predicted">The predicted label.</param>
/// <param name="Count">The number of tokens.</param>
public sealed record Confusion(string Gold, string Predicted, long Count);
