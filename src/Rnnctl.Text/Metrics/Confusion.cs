namespace Rnnctl.Text.Metrics;

/// <summary>How often a gold label was predicted as some label.</summary>
/// <param name="Gold">The gold label.</param>
/// <param name="Predicted">The predicted label.</param>
/// <param name="Count">How many tokens.</param>
public sealed record Confusion(string Gold, string Predicted, long Count);
