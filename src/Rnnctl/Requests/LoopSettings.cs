namespace Rnnctl.Requests;

/// <summary>How long training goes on and in what portions.</summary>
/// <param name="Epochs">The most passes over the training data.</param>
/// <param name="BatchSize">Sentences in a batch; not used where <paramref name="BatchTokens"/> is given.</param>
/// <param name="BatchTokens">Tokens in a batch; null to count sentences.</param>
/// <param name="Patience">Evaluations without a better score before training stops; null to never stop early.</param>
/// <param name="EvaluateEvery">Steps between evaluations; null for one an epoch.</param>
internal sealed record LoopSettings(int Epochs, int BatchSize, int? BatchTokens, int? Patience, int? EvaluateEvery);
