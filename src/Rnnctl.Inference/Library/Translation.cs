namespace Rnnctl.Inference.Library;

/// <summary>A translation.</summary>
public sealed record Translation
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The natural logarithm of its probability.</summary>
    public required double LogProbability { get; init; }

    /// <summary>The logarithm with the length penalty, by which translations are ordered.</summary>
    public required double Score { get; init; }

    /// <summary>Whether it was cut at <see cref="TranslationOptions.MaxLength"/>.</summary>
    public bool IsCut { get; init; }
}
