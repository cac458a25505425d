namespace Rnnctl.Inference.Tracing;

/// <summary>What a network did with a sentence, step by step.</summary>
/// <param name="Tokens">The tokens that it read.</param>
/// <param name="Layers">The gates and states of each recurrent layer and direction, lowest layer first, forward direction first.</param>
public sealed record SentenceTrace(IReadOnlyList<string> Tokens, IReadOnlyList<LayerTrace> Layers)
{
    /// <summary>The best labels of each token, best first, <c>[tokens][best]</c>; empty for a model that is no tagger.</summary>
    public IReadOnlyList<IReadOnlyList<ScoredLabel>> Labels { get; init; } = [];
}
