using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.LanguageModels;

/// <summary>A window of parallel streams of text, N tokens of each direction, as a language model reads it.</summary>
/// <param name="tokens">The tokens' ids in packed order, first those of the forward direction, then those of the backward, <c>[directions · N]</c>.</param>
/// <param name="steps">The packed batch's shape, the same for both directions.</param>
/// <param name="isFirst">Whether the streams begin with this window, so that no state is carried into it.</param>
public readonly ref struct LanguageModelInput(ReadOnlySpan<int> tokens, PackedSteps steps, bool isFirst)
{
    /// <summary>The tokens' ids in packed order, first those of the forward direction, then those of the backward, <c>[directions · N]</c>.</summary>
    public ReadOnlySpan<int> Tokens { get; } = tokens;

    /// <summary>The window's words with their characters, for the same rows as the tokens; <c>default</c> if the model reads no characters.</summary>
    public SpelledWords Words { get; init; }

    /// <summary>The packed batch's shape, the same for both directions.</summary>
    public PackedSteps Steps { get; } = steps;

    /// <summary>Whether the streams begin with this window, so that no state is carried into it.</summary>
    public bool IsFirst { get; } = isFirst;
}
