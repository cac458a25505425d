using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;

namespace Rnnctl.Models.Taggers;

/// <summary>A tagger's input: a packed batch of sentences with N tokens.</summary>
/// <param name="tokens">The tokens' ids in packed order, <c>[N]</c>.</param>
/// <param name="steps">The packed batch's shape.</param>
public readonly ref struct TaggerInput(ReadOnlySpan<int> tokens, PackedSteps steps)
{
    /// <summary>The tokens' ids in packed order, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Tokens { get; init; } = tokens;

    /// <summary>The packed batch's shape.</summary>
    public PackedSteps Steps { get; } = steps;

    /// <summary>The ids of the tokens' features, one feature after the other, <c>[features · N]</c>; empty without features.</summary>
    public ReadOnlySpan<int> Features { get; init; }

    /// <summary>The batch's words with their characters; <c>default</c> without characters.</summary>
    public SpelledWords Words { get; init; }

    /// <summary>What the tagger reads of language models; <c>default</c> without them. Its words are the tokens.</summary>
    public ContextualInput Contextual { get; init; }
}
