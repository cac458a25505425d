namespace Rnnctl.Inference.Translation;

/// <summary>A translation as text.</summary>
/// <param name="Text">The text.</param>
/// <param name="LogProbability">The logarithm of its probability.</param>
/// <param name="Score">The logarithm with the length penalty.</param>
/// <param name="Attention">The attention between its words and the source's; without any words where it was not asked for.</param>
public sealed record TranslatedText(string Text, double LogProbability, double Score, WordAttention Attention)
{
    /// <summary>Whether it was cut at the greatest length.</summary>
    public bool IsCut { get; init; }

    /// <summary>The translation of a blank line: empty, with probability 1.</summary>
    public static TranslatedText OfBlank { get; } = new("", 0, 0, WordAttention.None);
}
