namespace Rnnctl.Inference.Batches;

/// <summary>How large a batch is.</summary>
/// <param name="Sequences">Its sentences, or pairs of sentences.</param>
/// <param name="Tokens">The tokens that the model reads, of both sides.</param>
/// <param name="Predictions">The labels or symbols that the loss is a mean over.</param>
public readonly record struct BatchSize(int Sequences, int Tokens, int Predictions);
