using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>The scores of a language model on a text. Perplexities count the words and each sentence's end (backward, its beginning).</summary>
/// <param name="ForwardLoss">The mean of -log p over the predictions of the forward direction, in nats; null for a model without it.</param>
/// <param name="BackwardLoss">The same of the backward direction.</param>
public sealed record LanguageModelScores(double? ForwardLoss, double? BackwardLoss)
{
    /// <summary>The mean of -log p over the predictions of all directions, in nats.</summary>
    public double Loss => ForwardLoss is { } forward && BackwardLoss is { } backward ? (forward + backward) / 2 : (ForwardLoss ?? BackwardLoss)!.Value;

    /// <summary>The perplexity over all directions.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>exp(loss · places / (words + sentences)) on a text, which models of different symbols share.</summary>
    public double WordPerplexity(EncodedText text) => Math.Exp(Loss * text.Places / (text.Words + text.Sentences));

    /// <summary>The forward direction's perplexity; null for a model without it.</summary>
    public double? ForwardPerplexity => ForwardLoss is { } loss ? Math.Exp(loss) : null;

    /// <summary>The backward direction's perplexity; null for a model without it.</summary>
    public double? BackwardPerplexity => BackwardLoss is { } loss ? Math.Exp(loss) : null;
}
